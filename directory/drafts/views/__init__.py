"""Pages of drafts."""

from directory.drafts.views import actions, documents, outlines, parts, sharing
from directory.drafts.views.blueprint import blueprint

__all__ = ["actions", "blueprint", "documents", "outlines", "parts", "sharing"]
