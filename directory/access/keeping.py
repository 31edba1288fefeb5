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
from collections.abc import Callable, Hashable
from dataclasses import dataclass
from datetime import datetime
from functools import lru_cache
from threading import Lock
from typing import Any, NamedTuple, TypeVar

from flask import Flask, current_app
from sqlalchemy import Engine, event, func, inspect, select
from sqlalchemy.orm import Session

from directory import clock
from directory.extensions import db
from directory.making import FOREVER, Making, making, present
from directory.models import AuditEvent, Change, Provenance, Report
from directory.models.change import MODELS_BY_KIND
from directory.transaction import is_committing

Text = TypeVar("Text", str, bytes)
WORD = re.compile(r"\w+")
MOST_BYTES = 16_000_000
NEWEST = select(*(select(func.max(model.id)).scalar_subquery() for model in (Change, AuditEvent)))
OF_THE_LOG = {str(inspect(model).local_table) for model in (*MODELS_BY_KIND.values(), Change, Provenance, Report)}
# Who has an account, and what was done, changes with an act alone.
OF_ACTS = {"account", "audit_event", "audit_values"}


class Newest(NamedTuple):
    """The numbers of the newest change of an entry and of the newest act."""

    change: int | None
    act: int | None


@dataclass(frozen=True)
class Kept:
    """A text, when it was made, what was newest then, and what it depends on."""

    text: Any
    at: datetime
    newest: Newest
    made: Making

    def holds(self, newest: Newest) -> bool:
        """Return whether it would be made the same now."""
        is_newest = newest == self.newest or (newest.change == self.newest.change and not self.made.tables & OF_ACTS)
        return is_newest and (self.made.until == FOREVER or self.at <= clock.now() < self.made.until)


class Store:
    """Texts by place; those asked for longest ago go first when there are too many."""

    def __init__(self) -> None:
        self._kept: OrderedDict[Hashable, Kept] = OrderedDict()
        self._bytes, self._lock = 0, Lock()

    def get(self, place: Hashable) -> Kept | None:
        """Return what is kept there."""
        with self._lock:
            found = self._kept.get(place)
            if found is not None:
                self._kept.move_to_end(place)
            return found

    def put(self, place: Hashable, made: Kept) -> None:
        """Keep a text there, in place of what was."""
        with self._lock:
            replaced = self._kept.pop(place, None)
            self._kept[place] = made
            self._bytes += sys.getsizeof(made.text) - (sys.getsizeof(replaced.text) if replaced else 0)
            while self._bytes > MOST_BYTES:
                self._bytes -= sys.getsizeof(self._kept.popitem(last=False)[1].text)


def configure_keeping(app: Flask) -> None:
    """Begin with nothing: another version of the code, or of who may read what, is another process."""
    app.extensions["kept"] = Store()


def kept(place: Hashable, make: Callable[[], Text], *, is_for_visitors: bool = False) -> Text:
    """Return the text of a place, kept or made now: by who asks the gate as an anonymous viewer alone.

    One that is for visitors alone may ask who reads. An empty text is not kept.
    """
    if is_committing():
        return make()
    newest, store, whole = _newest(), current_app.extensions["kept"], present()
    found = store.get(place)
    if found is not None and found.holds(newest):
        if whole is not None:
            whole.add(found.made)
        text: Text = found.text
        return text
    with making() as made:
        text = make()
    if text and made.tables <= OF_THE_LOG | OF_ACTS and (is_for_visitors or not made.is_personal):
        store.put(place, Kept(text, clock.now(), newest, made))
    return text


def _newest() -> Newest:
    """Return what is newest in the transaction that is open, before anything else is read in it for a text."""
    info = db.session.info
    if "newest" not in info:
        info["newest"] = Newest(*db.session.execute(NEWEST).one())
    found: Newest = info["newest"]
    return found


@event.listens_for(db.session, "after_commit")
@event.listens_for(db.session, "after_soft_rollback")
def _forget_newest(session: Session, *_previous: Any) -> None:
    session.info.pop("newest", None)


@event.listens_for(Engine, "before_cursor_execute")
def _note_tables(_connection: Any, _cursor: Any, statement: str, _values: Any, context: Any, _many: bool) -> None:
    made = present()
    if made is not None:
        compiled = getattr(context, "compiled", None)
        made.tables |= _tables_of(statement if compiled is None else compiled.string)


@lru_cache(maxsize=500)
def _tables_of(statement: str) -> frozenset[str]:
    """Return the tables whose names are words of a statement: rather one too many, a column's."""
    return frozenset(WORD.findall(statement)) & db.metadata.tables.keys()
