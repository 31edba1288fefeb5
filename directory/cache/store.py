"""What everyone may read, kept in the memory of a process as it was made: until anything that it is made of may have
changed.

A text holds while the newest change of the log is the one it was made at and, where it rests on what people did rather
than on entries alone, so is the newest act of the audit chain; where the clock was asked, until that minute or day
ends. Both numbers are read from the database once in each transaction, so every process of every machine is right at
its next request. What read any other table is not kept, nor what has to do with who reads.
"""

import re
import sys
from collections import OrderedDict
from collections.abc import Callable, Hashable, Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from threading import Lock
from typing import Any, NamedTuple, TypeVar

from flask import Flask, current_app, g
from sqlalchemy import Engine, event, func, inspect, select

from directory import clock
from directory.cache.dependencies import FOREVER, Making, Readers, current_dependencies, track_dependencies
from directory.extensions import db
from directory.models import AuditEvent, Change, Provenance, Report, RestrictedWord
from directory.models.change import MODELS_BY_KIND
from directory.transaction import is_committing

Thing = TypeVar("Thing")
WORD = re.compile(r"\w+")
MOST_BYTES = 16_000_000
# What a thing takes besides its text; and one that is no text, of which few are larger.
BYTES_BESIDE, BYTES_OF_AN_OBJECT = 800, 4_000
NEWEST = select(*(select(func.max(model.id)).scalar_subquery() for model in (Change, AuditEvent)))
CHANGE_LOGGED_TABLES = {
    str(inspect(model).local_table) for model in (*MODELS_BY_KIND.values(), Change, Provenance, Report, RestrictedWord)
}
# Who has an account, who staffs a desk and is on duty there, whether it answers, and what was done: all of it changes
# with an act alone.
AUDITED_TABLES = {
    "account",
    "account_network",
    "audit_event",
    "audit_values",
    "desk_member",
    "desk_rota",
    "reachability_test",
    "shift",
}
TRACKED_TABLES = CHANGE_LOGGED_TABLES | AUDITED_TABLES


class Newest(NamedTuple):
    """The numbers of the newest change of an entry and of the newest act."""

    change: int | None
    act: int | None


@dataclass(frozen=True)
class Kept:
    """A text, or what one is made of; when it was made, what was newest then, and what it depends on."""

    thing: Any
    at: datetime
    newest: Newest
    made: Making

    def is_valid(self, newest: Newest) -> bool:
        """Return whether it would be made the same now."""
        is_newest = newest == self.newest or (
            newest.change == self.newest.change and not self.made.tables & AUDITED_TABLES
        )
        return is_newest and (self.made.until is FOREVER or self.at <= clock.instant() < self.made.until)

    def bytes_at(self, place: Hashable) -> int:
        """Return how much memory it takes there, about; a page's place is an address as long as who asks makes it."""
        is_text = isinstance(self.thing, str | bytes)
        held = sys.getsizeof(self.thing) if is_text else BYTES_OF_AN_OBJECT
        return BYTES_BESIDE + held + sys.getsizeof(repr(place))


class Store:
    """Things by place; those asked for longest ago go first when there are too many."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, tuple[Kept, int]] = OrderedDict()
        self._bytes, self._lock = 0, Lock()

    def get(self, place: Hashable) -> Kept | None:
        """Return what is kept there."""
        with self._lock:
            if place not in self._kept:
                return None
            self._kept.move_to_end(place)
            return self._kept[place][0]

    def put(self, place: Hashable, made: Kept) -> None:
        """Keep a text there, in place of what was."""
        size = made.bytes_at(place)
        with self._lock:
            if place in self._kept:
                self._bytes -= self._kept.pop(place)[1]
            self._kept[place] = made, size
            self._bytes += size
            while self._bytes > MOST_BYTES:
                _, (_, gone) = self._kept.popitem(last=False)
                self._bytes -= gone


@dataclass(frozen=True)
class Asking:
    """What a request asks the store with."""

    newest: Newest
    store: Store

    def get_valid(self, place: Hashable) -> Kept | None:
        """Return what is kept there and still holds; what is being made depends on the same."""
        found = self.store.get(place)
        if found is None or not found.is_valid(self.newest):
            return None
        whole = current_dependencies()
        if whole is not None:
            whole.merge(found.made)
        return found


def configure_cache(app: Flask) -> None:
    """Begin with nothing: another version of the code, or of who may read what, is another process."""
    app.extensions["cache_store"] = Store()


def cached(place: Hashable, make: Callable[[], Thing], *, is_page: bool = False) -> Thing:
    """Return the thing of a place, kept or made now: by who asks the gate as an anonymous viewer alone.

    A page may ask who reads as far as its place says so. What is empty is not kept.
    """
    asked = _asking()
    found = asked.get_valid(place) if asked else None
    if found is None:
        return cached_many([place], lambda _places: [make()], is_page=is_page)[0]
    thing: Thing = found.thing
    return thing


def cached_many(
    places: Sequence[Hashable], make: Callable[[list[Any]], Iterable[Thing]], *, is_page: bool = False
) -> list[Thing]:
    """Return the things of places, as `cached`; those that are not kept are made together."""
    asked = _asking()
    if asked is None:
        return list(make(list(places)))
    found = {place: one for place in places if (one := asked.get_valid(place)) is not None}
    missing = [place for place in dict.fromkeys(places) if place not in found]
    if missing:
        with track_dependencies() as made:
            new = zip(missing, make(missing), strict=True)
            found |= {place: Kept(thing, clock.instant(), asked.newest, made) for place, thing in new}
        if is_cacheable(made, Readers.ALIKE if is_page else Readers.ALL):
            for place in missing:
                if found[place].thing:
                    asked.store.put(place, found[place])
    return [found[place].thing for place in places]


def cached_many_within_page(places: Sequence[Hashable], make: Callable[[list[Any]], Iterable[Thing]]) -> list[Thing]:
    """Return the things of places as `cached_many` while a page that is kept is made, which shares them with others;
    otherwise all are made, since to ask what is newest takes a statement. They may ask who reads as far as their places
    say so."""
    return list(make(list(places))) if current_dependencies() is None else cached_many(places, make, is_page=True)


def is_cacheable(made: Making, readers: Readers) -> bool:
    """Return whether what a thing is made of is followed, and whether it is the same for so many."""
    return made.tables <= TRACKED_TABLES and made.readers <= readers


def is_newest(change: int) -> bool:
    """Return whether a change is the newest of those that what is made now is made of."""
    asked = _asking()
    return asked is not None and (asked.newest.change or 0) == change


def _asking() -> Asking | None:
    """Return what a request asks with, read when it first does so in the transaction that is open; None inside
    `committing`, where nothing is kept that may yet be rolled back."""
    if is_committing():
        return None
    if "asking" not in g:
        newest = Newest(*db.session.execute(NEWEST).one())
        g.asking = Asking(newest, current_app.extensions["cache_store"])
    found: Asking = g.asking
    return found


@event.listens_for(db.session, "after_commit")
@event.listens_for(db.session, "after_soft_rollback")
def _forget_asking(*_ended: Any) -> None:
    g.pop("asking", None)


@event.listens_for(Engine, "before_cursor_execute")
def _note_tables(_connection: Any, _cursor: Any, statement: str, _values: Any, context: Any, _many: bool) -> None:
    made = current_dependencies()
    if made is not None:
        compiled = getattr(context, "compiled", None)
        made.tables |= _tables_of(statement if compiled is None else compiled.string)


@lru_cache(maxsize=500)
def _tables_of(statement: str) -> frozenset[str]:
    """Return the tables whose names are words of a statement: rather one too many, a column's."""
    return frozenset(WORD.findall(statement)) & db.metadata.tables.keys()
