"""The gate for the history: decides which past values of entries, as the audit chain records them, a viewer may read.

Since the recorded act, the row may have had several audiences and several places (State, networks and desk). A viewer
sees a value only if the viewer may read details for each of these audiences at each of these places. If a place or
audience is unknown, only viewers who may read everything see the value.
"""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from functools import partial
from typing import Any

from directory.access.disclosure_log import RestrictedValue, is_withheld, note
from directory.access.gate import ReadDetail
from directory.access.past_audiences import NOWHERE, UNKNOWN, PastAudience, PastPlaces, audiences_since, rows_today
from directory.access.policy import Action, is_public, may, may_read, may_read_somewhere
from directory.access.viewer import Viewer
from directory.models import AuditEvent, Entry, Texts, details_of
from directory.models.change import MODELS_BY_KIND
from directory.models.details import DeclaredDetail, EntryKey
from directory.vocabulary import Audience


@dataclass(frozen=True)
class RecordedAct:
    """One recorded act that the viewer may know of. `before` and `after` are None if there is no value. Code that shows
    the values must call `note_shown`.

    - `is_withheld`: the viewer learns only that the act happened
    - `is_erased`: the values no longer exist
    """

    event: AuditEvent
    before: ReadDetail | None = None
    after: ReadDetail | None = None
    is_withheld: bool = False
    is_erased: bool = False
    restricted: RestrictedValue | None = None

    def note_shown(self) -> None:
        """Note that the viewer was shown the values. Restricted values are noted as disclosures."""
        if self.restricted is not None:
            note(self.restricted)


def readable_acts(viewer: Viewer, entry: Entry, events: Sequence[AuditEvent]) -> list[RecordedAct]:
    """Return the acts on an entry and its parts that the viewer may know of, in the order of `events`. A viewer with
    Action.SEE_READERS also gets acts with unreadable values, marked `is_withheld`."""
    is_told = may(viewer, Action.SEE_READERS, entry.place())
    rows = rows_today(entry, events)
    terms, places = audiences_since(entry, rows, events), PastPlaces(entry, events)
    found = []
    for event in events:
        shown_on = _shown_on(rows.get(event.entry_key, entry))
        told = _told(viewer, event, terms[event.id], places, shown_on)
        if told is None and is_told and not _is_frame(event):
            told = RecordedAct(event, is_withheld=True)
        if told is not None:
            found.append(told)
    return found


def _told(
    viewer: Viewer, event: AuditEvent, terms: Sequence[PastAudience], places: PastPlaces, shown_on: EntryKey
) -> RecordedAct | None:
    """Return the act with the values that the viewer may read, or None if the viewer may not know of the act."""
    entry = places.entry
    if not event.detail:
        return RecordedAct(event) if event.entry_key == entry.entry_key else None
    declared = _declared(event)
    if declared is None:
        return None
    audiences = _audiences(declared, terms)
    if not all(_may_read(viewer, audience, event, one, places) for audience, one in audiences):
        return None
    if event.values is None:
        return RecordedAct(event, is_erased=True)
    restricted = _restricted(viewer, shown_on, event, [one for one, _ in audiences])
    if restricted is not None and is_withheld(restricted):
        return None
    before, after = (_read(declared, value) for value in (event.values.before, event.values.after))
    return RecordedAct(event, before, after, restricted=restricted)


def _declared(event: AuditEvent) -> DeclaredDetail | None:
    name, model = event.detail.partition(".")[0], MODELS_BY_KIND.get(event.kind)
    return next((one for one in details_of(model) if one.name == name), None) if model else None


def _is_frame(event: AuditEvent) -> bool:
    if not event.detail or _declared(event) is not None or event.values is None:
        return False
    return event.values.before is None or event.values.after is None


def _audiences(declared: DeclaredDetail, terms: Sequence[PastAudience]) -> list[tuple[Audience, PastAudience]]:
    """Return pairs of an audience that the detail has had since an act, and the item of `terms` with the row's audience
    and network at that time.

    If the detail takes its audience from the row, and the row's audience is unknown at any time since the act, return a
    pair of each audience with UNKNOWN.
    """
    fixed = declared.detail.audience
    own = [(fixed, one) for one in terms or [PastAudience(None)]] if isinstance(fixed, Audience) else []
    if not declared.of_row:
        return own
    known = [(Audience(one.audience), one) for one in terms if one.audience]
    is_certain = bool(terms) and len(known) == len(terms)
    return own + known if is_certain else [(one, UNKNOWN) for one in Audience]


def _may_read(viewer: Viewer, audience: Audience, event: AuditEvent, terms: PastAudience, places: PastPlaces) -> bool:
    if may_read(viewer, audience, lambda: NOWHERE):
        return True
    if not may_read_somewhere(viewer, audience):
        return False
    return all(may_read(viewer, audience, partial(lambda place: place, one)) for one in places.since(event, terms))


def _restricted(
    viewer: Viewer, shown_on: EntryKey, event: AuditEvent, audiences: Iterable[Audience]
) -> RestrictedValue | None:
    if all(map(is_public, audiences)):
        return None
    name = event.detail if event.entry_key == shown_on else f"{event.kind}.{event.detail}"
    return RestrictedValue(viewer, shown_on, name)


def _shown_on(row: Entry) -> EntryKey:
    return next(iter(row.shown_on()))


def _read(declared: DeclaredDetail, kept: Any) -> ReadDetail | None:
    if kept in (None, "", []) or (isinstance(kept, Mapping) and not kept.get("texts")):
        return None
    value = kept
    if isinstance(kept, Mapping):
        value = Texts(kept.get("original", ""), kept["texts"])
    elif isinstance(kept, list):
        value = tuple(kept)
    elif declared.detail.holds == "date":
        value = date.fromisoformat(kept)
    return ReadDetail(declared.name, declared.detail, value, None, {})
