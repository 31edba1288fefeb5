"""Pages on which people write, share and delete drafts of requests, and make documents of them."""

from directory.drafts.views import actions, documents, outlines, parts, sharing
from directory.drafts.views.blueprint import blueprint

__all__ = ["actions", "blueprint", "documents", "outlines", "parts", "sharing"]
