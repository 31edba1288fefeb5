"""The dependencies of a render: which tables, clock values and viewer attributes it reads.

Clock, database and viewer record each read here. From these records `invalidation` decides whether the result is
cacheable, who may share it, and what invalidates it.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum

FOREVER = datetime.max.replace(tzinfo=UTC)


class CacheScope(IntEnum):
    """Who may share a cached text, from the widest scope to the narrowest."""

    EVERYONE = 0
    PROFILE = 1
    """People of one access profile: role, State, networks and desks."""
    PERSON = 2


@dataclass
class Dependencies:
    """What one render read: the tables in its statements, the end of the minute or day if it read the clock, and how
    much of the viewer."""

    tables: set[str] = field(default_factory=set)
    until: datetime = FOREVER
    scope: CacheScope = CacheScope.EVERYONE

    def merge(self, part: "Dependencies") -> None:
        """Add the dependencies of a part."""
        self.tables |= part.tables
        self.until = min(self.until, part.until)
        self.scope = max(self.scope, part.scope)


_making: ContextVar[Dependencies | None] = ContextVar("making", default=None)


@contextmanager
def track_dependencies() -> Iterator[Dependencies]:
    """Record what the block reads. An enclosing render gets the same dependencies."""
    own, whole = Dependencies(), _making.get()
    token = _making.set(own)
    try:
        yield own
    finally:
        _making.reset(token)
        if whole is not None:
            whole.merge(own)


def current_dependencies() -> Dependencies | None:
    """Return the dependencies of the render that is running, or None outside of one."""
    return _making.get()


def narrow_cache_scope(scope: CacheScope) -> None:
    """Record that the render in progress may be shared within `scope` at most."""
    own = _making.get()
    if own is not None:
        own.scope = max(own.scope, scope)
