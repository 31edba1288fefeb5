"""The viewer: the person or program that reads and acts, as an immutable value."""

from dataclasses import dataclass, replace

from directory.cache.dependencies import CacheScope, narrow_cache_scope
from directory.vocabulary import Role


@dataclass(frozen=True)
class Viewer:
    """The person or program that reads and acts. A visitor is a viewer without an account.

    For a practitioner, `jurisdiction` and `networks` are their own State and networks. For a coordinator they are the
    scope. An empty State or an empty set of networks does not narrow the scope. `authority` is the key of the viewer's
    authority, empty if there is none. `desks` are the keys of the desks that the viewer staffs.
    """

    role: Role
    _account_id: int | None = None
    jurisdiction: str = ""
    networks: frozenset[str] = frozenset()
    authority: str = ""
    desks: frozenset[str] = frozenset()

    @property
    def account_id(self) -> int | None:
        """The id of the account, or None for a visitor. Reading the id makes the render personal (not cacheable)."""
        if self._account_id is not None:
            narrow_cache_scope(CacheScope.PERSON)
        return self._account_id

    @property
    def access_profile(self) -> "Viewer":
        """The viewer without the account. All people who may read and do the same have equal access profiles."""
        return replace(self, _account_id=None)

    @property
    def is_visitor(self) -> bool:
        """Whether the viewer has no account."""
        return self.role is Role.VISITOR


ANONYMOUS = Viewer(Role.VISITOR)
