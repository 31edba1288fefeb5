"""The dependencies of a render: which tables, clock values and viewer attributes the render reads. The module
`invalidation` uses the dependencies to decide whether a result is cached and shared."""

import re
from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum
from functools import lru_cache
from typing import Any

from sqlalchemy import Engine, MetaData, event

FOREVER = datetime.max.replace(tzinfo=UTC)
WORD = re.compile(r"\w+")
# The name of an execution option. Its value is a set of table names. The result of a statement with this option changes
# only with rows of these tables, whatever tables the statement names.
DEPENDS_ON = "depends_on"


class CacheScope(IntEnum):
    """Who may share a cached result. The values are ordered from the widest scope to the narrowest."""

    EVERYONE = 0
    PROFILE = 1
    """People of one access profile: role, State, networks and desks."""
    PERSON = 2


@dataclass
class Dependencies:
    """The dependencies of one render. `until` is the end of the present minute or day if the render read the clock.
    `scope` becomes narrower when the render reads the viewer."""

    tables: set[str] = field(default_factory=set)
    until: datetime = FOREVER
    scope: CacheScope = CacheScope.EVERYONE

    def merge(self, part: "Dependencies") -> None:
        """Add the dependencies of a part of this render."""
        self.tables |= part.tables
        self.until = min(self.until, part.until)
        self.scope = max(self.scope, part.scope)


_making: ContextVar[Dependencies | None] = ContextVar("making", default=None)


@contextmanager
def track_dependencies() -> Iterator[Dependencies]:
    """Record the dependencies of the block in the yielded object. At the end of the block, they are added to the
    dependencies of the enclosing render, if any."""
    own, whole = Dependencies(), _making.get()
    token = _making.set(own)
    try:
        yield own
    finally:
        _making.reset(token)
        if whole is not None:
            whole.merge(own)


def current_dependencies() -> Dependencies | None:
    """Return the dependencies of the innermost open `track_dependencies` block, or None if no block is open."""
    return _making.get()


def narrow_cache_scope(scope: CacheScope) -> None:
    """Limit the sharing of the present result to the people of `scope`. Does nothing outside a render."""
    own = _making.get()
    if own is not None:
        own.scope = max(own.scope, scope)


def record_tables_of(metadata: MetaData) -> None:
    """Make each SQL statement record its tables: the tables in its option DEPENDS_ON or, without this option, the
    tables of `metadata` that the statement names. Call this once, when all models are known."""

    @lru_cache(maxsize=500)
    def tables_of(statement: str) -> frozenset[str]:
        return frozenset(WORD.findall(statement)) & metadata.tables.keys()

    @event.listens_for(Engine, "before_cursor_execute")
    def note_tables(_connection: Any, _cursor: Any, statement: str, _values: Any, context: Any, _many: bool) -> None:
        made = _making.get()
        if made is not None:
            compiled = getattr(context, "compiled", None)
            declared = context.execution_options.get(DEPENDS_ON) if context is not None else None
            made.tables |= declared or tables_of(statement if compiled is None else compiled.string)
