"""Pages of drafts."""

from directory.drafts.views import acts, documents, parts, sharing
from directory.drafts.views.blueprint import blueprint

__all__ = ["acts", "blueprint", "documents", "parts", "sharing"]
