"""Pages of drafts."""

from directory.drafts.views import acts, documents, outlines, parts, sharing
from directory.drafts.views.blueprint import blueprint

__all__ = ["acts", "blueprint", "documents", "outlines", "parts", "sharing"]
