"""What a text depends on, noted while it is made by those who are asked for it: the clock, the database, the reader.

`cache/store.py` decides by this whether the text may be kept, and for how long.
"""

from collections.abc import Iterator
from contextlib import contextmanager
from contextvars import ContextVar
from dataclasses import dataclass, field
from datetime import UTC, datetime
from enum import IntEnum

FOREVER = datetime.max.replace(tzinfo=UTC)


class Readers(IntEnum):
    """For whom a text is the same."""

    ALL = 0
    ALIKE = 1
    """People of one role, State, and so on, who may read and do the same."""
    ONE = 2


@dataclass
class Making:
    """What was asked while one text was made: the tables that statements name, until when the clock says the same, and
    what it had to know of who reads."""

    tables: set[str] = field(default_factory=set)
    until: datetime = FOREVER
    readers: Readers = Readers.ALL

    def merge(self, part: "Making") -> None:
        """Depend on what a part depends on."""
        self.tables |= part.tables
        self.until = min(self.until, part.until)
        self.readers = max(self.readers, part.readers)


_making: ContextVar[Making | None] = ContextVar("making", default=None)


@contextmanager
def track_dependencies() -> Iterator[Making]:
    """Note what is asked while the block runs, for it and for what it is a part of."""
    own, whole = Making(), _making.get()
    token = _making.set(own)
    try:
        yield own
    finally:
        _making.reset(token)
        if whole is not None:
            whole.merge(own)


def current_dependencies() -> Making | None:
    """Return where to note what is asked, or None where nobody wants to know."""
    return _making.get()


def narrow_cache_scope(readers: Readers) -> None:
    """Note that what is being made is for some people."""
    own = _making.get()
    if own is not None:
        own.readers = max(own.readers, readers)
