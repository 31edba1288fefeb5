"""The viewer: the person or program that reads and acts, as an immutable value."""

from dataclasses import dataclass, replace
from typing import Any

from directory.cache.dependencies import CacheScope, narrow_cache_scope
from directory.vocabulary import Role


@dataclass(frozen=True)
class Viewer:
    """The person or program that reads and acts; a visitor has no account.

    For a practitioner, `jurisdiction` and `networks` are their own State and networks. For a coordinator they are the
    scope; an empty one does not narrow it.
    """

    role: Role
    account_id: int | None = None
    jurisdiction: str = ""
    networks: frozenset[str] = frozenset()
    authority: str = ""
    desks: frozenset[str] = frozenset()

    def __getattribute__(self, name: str) -> Any:
        """Reading `account_id` marks the render as personal (not cacheable)."""
        value = object.__getattribute__(self, name)
        if name == "account_id" and value is not None:
            narrow_cache_scope(CacheScope.ONE)
        return value

    @property
    def alike(self) -> "Viewer":
        """The access profile: the viewer without its account, equal for all people who may read and do the same."""
        return replace(self, account_id=None)

    @property
    def is_visitor(self) -> bool:
        """Whether the viewer has no account."""
        return self.role is Role.VISITOR


ANONYMOUS = Viewer(Role.VISITOR)
