"""Pages to suggest wordings, to decide on suggestions, and to name keepers of languages."""

from directory.wordings.views import deciding, keepers, suggesting
from directory.wordings.views.blueprint import blueprint

__all__ = ["blueprint", "deciding", "keepers", "suggesting"]
