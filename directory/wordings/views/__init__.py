"""Pages of wordings: to suggest one, to decide on them, and to say who decides."""

from directory.wordings.views import deciding, keepers, suggesting
from directory.wordings.views.blueprint import blueprint

__all__ = ["blueprint", "deciding", "keepers", "suggesting"]
