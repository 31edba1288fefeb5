"""Exports recorded acts as rows: the acts on one entry, the acts in a coordinator's scope, or the whole audit chain."""

import codecs
import csv
import io
import json
from collections.abc import Iterable, Iterator, Mapping
from datetime import UTC, datetime
from typing import Any

from directory.access.current_viewer import require
from directory.access.disclosure_log import RestrictedValue, note
from directory.access.history_gate import RecordedAct
from directory.access.policy import Action, may, may_somewhere
from directory.access.viewer import Viewer
from directory.audit.queries import iterate_chain
from directory.formats.cells import escape_formula
from directory.history.actors import Actor, Actors
from directory.history.known_acts import known_acts
from directory.history.past_owners import PastOwners
from directory.history.queries import (
    entry_of,
    get_entry,
    ids_of_own_acts,
    list_actors,
    list_entries_with_acts,
    list_events,
)
from directory.models import Entry

COLUMNS = ("number", "at", "office", "state", "person", "kind", "key", "act", "detail", "before", "after")

Line = Mapping[str, Any]


def rows(viewer: Viewer, kind: str, key: str, language: str) -> Iterator[Line]:
    """Return an iterator over recorded acts as rows. A row maps the column names in COLUMNS to values. Restricted
    values are noted as disclosed.

    - If `kind` and `key` name an entry: the acts on this entry, newest first.
    - If both are empty and the viewer is an administrator: the whole audit chain, oldest first.
    - If both are empty otherwise: the acts on each entry in the viewer's scope, entry by entry.

    NotFound and NotPermitted are raised at the call, before the first row.
    """
    if kind or key:
        entry = get_entry(viewer, kind, key)
        require(viewer, Action.SEE_READERS, entry.place())
        return _of_entries(viewer, [entry], language)
    if may_somewhere(viewer, Action.ADMINISTER):
        return _of_chain(viewer, language)
    scope = (entry for entry in list_entries_with_acts() if may(viewer, Action.SEE_READERS, entry.place()))
    return _of_entries(viewer, scope, language)


def as_csv(lines: Iterable[Line]) -> Iterator[bytes]:
    """Yield a CSV file in parts, with the byte order mark of UTF-8. Cells that look like a formula are escaped."""
    yield codecs.BOM_UTF8 + _csv(COLUMNS)
    for line in lines:
        yield _csv(_cell(line[column]) for column in COLUMNS)


def as_json_lines(lines: Iterable[Line]) -> Iterator[bytes]:
    """Yield the rows as JSON Lines."""
    for line in lines:
        yield f"{json.dumps(line, ensure_ascii=False)}\n".encode()


FORMATS = {"csv": ("text/csv", as_csv), "jsonl": ("application/jsonl", as_json_lines)}


def _of_entries(viewer: Viewer, entries: Iterable[Entry], language: str) -> Iterator[Line]:
    owners = PastOwners()
    for entry in entries:
        events = list_events(entry, owners)
        own = ids_of_own_acts(entry, events, owners)
        known = known_acts(viewer, entry, events, own)
        actors = Actors(viewer, (one.event.actor_id for one in known), language, is_owner=True)
        for one in known:
            one.note_shown()
            yield _of_past(entry, one, actors.of(one.event.actor_id))


def _of_past(entry: Entry, one: RecordedAct, actor: Actor) -> Line:
    event = one.event
    told = {"before": None, "after": None, "detail": "", "act": "withheld"}
    if not one.is_withheld:
        kept = event.values
        told = {
            "before": kept.before if one.before and kept else None,
            "after": kept.after if one.after and kept else None,
            "detail": event.detail,
            "act": event.action,
        }
    kind, key = entry.entry_key if one.is_withheld else event.entry_key
    return _line(event.id, event.at, actor, kind=kind, key=key, **told)


def _of_chain(viewer: Viewer, language: str) -> Iterator[Line]:
    actors, owners = Actors(viewer, list_actors(), language, is_owner=True), PastOwners()
    for row in iterate_chain():
        if viewer.account_id is not None and row.detail:
            note(RestrictedValue(viewer, entry_of((row.kind, row.key), owners), f"{row.kind}.{row.detail}"))
        told = {"act": row.action, "detail": row.detail, "before": row.values_before, "after": row.values_after}
        yield _line(row.id, row.at, actors.of(row.actor_id), kind=row.kind, key=row.key, **told)


def _line(number: int, at: datetime, actor: Actor, **told: Any) -> Line:
    instant = (at if at.tzinfo else at.replace(tzinfo=UTC)).astimezone(UTC).isoformat()
    who = {"office": actor.office.text, "state": actor.state, "person": actor.person}
    return {"number": number, "at": instant} | who | told


def _cell(value: Any) -> str:
    words = value if isinstance(value, str) else "" if value is None else json.dumps(value, ensure_ascii=False)
    return escape_formula(words)


def _csv(cells: Iterable[str]) -> bytes:
    line = io.StringIO()
    csv.writer(line).writerow(list(cells))
    return line.getvalue().encode()
