"""The viewer: the person or program that reads and acts, as an immutable value."""

from dataclasses import dataclass, replace

from directory.cache.dependencies import CacheScope, narrow_cache_scope
from directory.vocabulary import Role


@dataclass(frozen=True)
class Viewer:
    """The person or program that reads and acts. For a visitor, `role` is VISITOR and there is no account.

    For a practitioner, `jurisdiction` is the person's State, and `networks` are the person's networks. For a
    coordinator, both together are the scope. If one of the two is empty, the other alone is the scope; if both are
    empty, there is no scope. `authority` is the key of the viewer's authority, empty if there is none. `desks` are the
    keys of the desks that the viewer staffs.
    """

    role: Role
    _account_id: int | None = None
    jurisdiction: str = ""
    networks: frozenset[str] = frozenset()
    authority: str = ""
    desks: frozenset[str] = frozenset()

    @property
    def account_id(self) -> int | None:
        """The id of the account, or None for a visitor or an access profile. If an id is returned, the render becomes
        personal (not cacheable)."""
        if self._account_id is not None:
            narrow_cache_scope(CacheScope.PERSON)
        return self._account_id

    @property
    def access_profile(self) -> "Viewer":
        """A copy of the viewer without the account id. All people who may read and do the same have equal access
        profiles."""
        return replace(self, _account_id=None)

    @property
    def is_visitor(self) -> bool:
        """Whether the viewer is a visitor. False for the access profile of a person."""
        return self.role is Role.VISITOR


ANONYMOUS = Viewer(Role.VISITOR)
