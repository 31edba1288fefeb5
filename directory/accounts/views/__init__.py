"""Pages for signing in and out, and for a person's own account."""

from directory.accounts.views import factors, links, own, signing_in
from directory.accounts.views.blueprint import blueprint

__all__ = ["blueprint", "factors", "links", "own", "signing_in"]
