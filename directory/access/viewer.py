"""The viewer: the person or program that reads and acts."""

from dataclasses import dataclass, replace

from directory.cache.dependencies import CacheScope, narrow_cache_scope
from directory.vocabulary import Role


@dataclass(frozen=True)
class Viewer:
    """The person or program that reads and acts, with the keys of the person's State, networks, authority and desks.

    A coordinator's scope is limited by the coordinator's State and networks. Without a State, only the networks limit
    the scope; without networks, only the State does. Without both, there is no scope.
    """

    role: Role
    _account_id: int | None = None
    jurisdiction: str = ""
    networks: frozenset[str] = frozenset()
    authority: str = ""
    desks: frozenset[str] = frozenset()
    # False while the office has not confirmed in time that the person still belongs to it.
    is_confirmed: bool = True

    @property
    def account_id(self) -> int | None:
        """The id of the account, or None for a visitor or an access profile. Reading an id makes the present page or
        answer personal (not cacheable)."""
        if self._account_id is not None:
            narrow_cache_scope(CacheScope.PERSON)
        return self._account_id

    @property
    def access_profile(self) -> "Viewer":
        """A copy of the viewer without the account id."""
        return replace(self, _account_id=None)

    def is_of_desk(self, desk: str, authority: str) -> bool:
        """Return whether the viewer staffs the desk with the key `desk`, or works in its authority, which has the key
        `authority`."""
        return desk in self.desks or self.authority == authority

    @property
    def is_visitor(self) -> bool:
        """Whether the viewer is a visitor. For the access profile of a person, the value is false."""
        return self.role is Role.VISITOR


ANONYMOUS = Viewer(Role.VISITOR)
