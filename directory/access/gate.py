"""The gate: turns entries into readings, which contain only the values that one viewer may read.

If a query selects rows by a restricted value, the selected rows reveal the value. `if_open` and `related` prevent this.
"""

import hashlib
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date
from typing import Any

from sqlalchemy import Column, ColumnElement, and_, false, null
from sqlalchemy.orm import InstrumentedAttribute
from sqlalchemy.sql import visitors

from directory.access.disclosure_log import RestrictedValue, is_withheld, note
from directory.access.policy import MASKED, is_public, may_read
from directory.access.provenance import TOLD_BY, RecordedProvenance, ended_among, known_of
from directory.access.viewer import Viewer
from directory.cache.store import cached_many_within_page
from directory.models import Entry, Texts, details_of
from directory.models.change import MODELS_BY_KIND
from directory.models.details import DeclaredDetail, Detail, EntryKey
from directory.vocabulary import Audience

MASKED_SHOWS = 2
# From the widest to the narrowest.
AUDIENCES_WIDEST_FIRST = list(Audience)
# Two characters of a shorter text would reveal too much.
SHORTEST_MASKED = 6


@dataclass(frozen=True)
class ReadDetail:
    """One value that the viewer may read.

    - `value` notes a disclosure if the value is restricted; `held` is the same value without a note
    - `by_language`: provenance by language, for languages with their own provenance
    - `has_ended`: the office was closed or replaced; its verification does not count
    """

    name: str
    detail: Detail
    held: Any
    provenance: RecordedProvenance | None
    by_language: Mapping[str, RecordedProvenance]
    restricted: RestrictedValue | None = None
    audience: Audience = Audience.PUBLIC
    has_ended: bool = False

    @property
    def value(self) -> Any:
        """The value. If the value is restricted, a disclosure is noted."""
        if self.restricted is not None:
            note(self.restricted)
        return self.held

    def provenance_in(self, language: str) -> RecordedProvenance | None:
        """Return the provenance of the text in one language. If the language has no provenance of its own, return the
        provenance of the whole text, which may be None."""
        return self.by_language.get(language, self.provenance)

    @property
    def provenance_of_whole(self) -> RecordedProvenance | None:
        """The provenance of the whole detail, or None if nothing is recorded. For a text, the provenance of the wording
        that was verified last."""
        known = [one for one in (self.provenance, *self.by_language.values()) if one is not None]
        return max(known, key=lambda one: one.verified_on or date.min, default=None)


@dataclass(frozen=True)
class MaskedDetail:
    """A text that the viewer may not read. `ending` contains the last characters of the text, or is empty if the text
    is short."""

    name: str
    detail: Detail
    ending: str


@dataclass(frozen=True)
class Reading:
    """What one viewer may read of one entry: the entry's details by name, in the order of declaration. Empty details
    are left out."""

    kind: str
    key: str
    details: Mapping[str, ReadDetail]

    def get(self, name: str) -> ReadDetail | None:
        """Return the detail, or None if the detail is empty or the viewer may not read it."""
        return self.details.get(name)

    def value(self, name: str, otherwise: Any = None) -> Any:
        """Return the value of the detail. If the detail is empty or the viewer may not read it, return `otherwise`. A
        restricted value is noted as a disclosure."""
        found = self.details.get(name)
        return otherwise if found is None else found.value


def read(viewer: Viewer, entry: Entry) -> Reading:
    """Return the reading of `entry` by `viewer`. For several entries, `read_all` needs fewer SQL statements."""
    return read_all(viewer, [entry])[0]


def read_all(viewer: Viewer, entries: Iterable[Entry]) -> list[Reading]:
    """Return the readings in the order of `entries`. Runs one SQL statement for each kind and each KEYS_PER_QUERY
    entries, and a few statements to find ended entries."""
    entries = list(entries)
    provenance = _provenance_of(entries)
    ended = ended_among(entries) if is_open(TOLD_BY) else frozenset()
    return [_reading(viewer, entry, provenance, entry.entry_key in ended) for entry in entries]


def read_values(viewer: Viewer, entries: Iterable[Entry]) -> list[Reading]:
    """Return the readings in the order of `entries`, without provenance and without the mark of ended entries."""
    return [_reading(viewer, entry, {}, has_ended=False) for entry in entries]


def restricted_readings(entry: Entry) -> dict[Audience, Reading]:
    """Return, for each restricted audience, a reading with the entry's details for this audience, without provenance.
    Use this only for the table of restricted words (`search.restricted_terms`)."""
    found: dict[Audience, dict[str, ReadDetail]] = {}
    for declared in details_of(type(entry)):
        audience, value = audience_of(entry, declared), getattr(entry, declared.name)
        if not is_public(audience) and _is_filled(value):
            found.setdefault(audience, {})[declared.name] = ReadDetail(declared.name, declared.detail, value, None, {})
    return {audience: Reading(entry.KIND, entry.key, details) for audience, details in found.items()}


def masked(viewer: Viewer, entry: Entry) -> dict[str, MaskedDetail]:
    """Return, by name, the texts that the viewer may not read, cut to their last MASKED_SHOWS characters. Only texts
    for the audiences in MASKED are included."""
    return {
        declared.name: MaskedDetail(declared.name, declared.detail, _ending(value))
        for declared in details_of(type(entry))
        if _is_filled(value := getattr(entry, declared.name))
        and isinstance(value, str | Texts)
        and (audience := audience_of(entry, declared)) in MASKED
        and declared.detail.vocabulary is None
        and not may_read(viewer, audience, entry.place)
    }


def is_open(condition: ColumnElement[bool]) -> bool:
    """Return whether all details that a condition uses are public. Details in subqueries are checked too."""
    return all(isinstance(audience, Audience) and is_public(audience) for audience in _audiences(condition))


def is_open_per_row(condition: ColumnElement[bool]) -> bool:
    """Return whether each detail that a condition uses is public or has its audience stored in the row. Use the
    condition only together with `readable`, which checks the audience of the row."""
    return all(not isinstance(audience, Audience) or is_public(audience) for audience in _audiences(condition))


def if_open(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition if all details that it uses are public, else a condition that no row meets."""
    return condition if is_open(condition) else false()


def if_open_per_row(condition: ColumnElement[bool]) -> ColumnElement[bool]:
    """Return the condition if `is_open_per_row` is true, else a condition that no row meets. Use the result only
    together with `readable`."""
    return condition if is_open_per_row(condition) else false()


def open_column(column: InstrumentedAttribute[Any], *through: InstrumentedAttribute[Any]) -> ColumnElement[Any]:
    """Return the column if the column and all of `through` are public, else NULL. `through` are the columns by which
    the query reaches the row."""
    whole = and_(*(one.is_not(None) for one in (column, *through)))
    return column.expression if is_open(whole) else null()


def related(entry: Entry, relationship: InstrumentedAttribute[Any]) -> list[Any]:
    """Return the related rows of an entry, or [] if the relationship depends on a restricted detail."""
    if not is_open(relationship.property.primaryjoin):
        return []
    found = getattr(entry, relationship.key)
    return list(found) if relationship.property.uselist else [found] if found is not None else []


def declarations_stamp() -> str:
    """Return a digest of the declared details, their audiences, and whether they are searchable."""
    lines = [
        f"{model.KIND}.{declared.name}:{declared.detail.audience}:{declared.detail.is_searchable}"
        for _, model in sorted(MODELS_BY_KIND.items())
        for declared in details_of(model)
    ]
    readers = [f"{audience}:{is_public(audience)}" for audience in Audience]
    return hashlib.sha256("\n".join([*lines, *readers]).encode()).hexdigest()


def _audiences(condition: ColumnElement[bool]) -> Iterable[Audience | str]:
    columns = (part for part in visitors.iterate(condition) if isinstance(part, Column))
    return (column.info["detail"].audience for column in columns if "detail" in column.info)


def _reading(
    viewer: Viewer, entry: Entry, provenance: Mapping[EntryKey, Mapping[str, RecordedProvenance]], has_ended: bool
) -> Reading:
    known = provenance.get(entry.entry_key, {})
    details, may_read_by_audience = {}, _MayRead(viewer, entry)
    for declared in details_of(type(entry)):
        value, name = getattr(entry, declared.name), declared.name
        if _is_filled(value) and may_read_by_audience[audience := audience_of(entry, declared)]:
            languages, restricted = _by_language(name, value, known), _restricted(viewer, audience, entry, name)
            if restricted is not None and is_withheld(restricted):
                continue
            known_of_it = (known.get(name), languages, restricted, audience, has_ended)
            details[name] = ReadDetail(name, declared.detail, value, *known_of_it)
    return Reading(entry.KIND, entry.key, details)


class _MayRead(dict[Audience, bool]):
    """Maps each audience to whether the viewer may read details of the entry for this audience. Each answer is computed
    once."""

    def __init__(self, viewer: Viewer, entry: Entry) -> None:
        super().__init__()
        self._viewer, self._entry = viewer, entry

    def __missing__(self, audience: Audience) -> bool:
        self[audience] = found = may_read(self._viewer, audience, self._entry.place)
        return found


def _restricted(viewer: Viewer, audience: Audience, entry: Entry, name: str) -> RestrictedValue | None:
    if is_public(audience):
        return None
    shown_on = next(iter(entry.shown_on()))
    detail = name if shown_on == entry.entry_key else f"{entry.KIND}.{name}"
    return RestrictedValue(viewer, shown_on, detail)


def _by_language(name: str, value: Any, known: Mapping[str, RecordedProvenance]) -> dict[str, RecordedProvenance]:
    languages = value.by_language if isinstance(value, Texts) else ()
    return {language: known[place] for language in languages if (place := f"{name}.{language}") in known}


def audience_of(entry: Entry, declared: DeclaredDetail) -> Audience:
    """Return the narrower of the declared audience and the audience of the row."""
    audience = declared.detail.audience
    if isinstance(audience, Audience) and not declared.of_row:
        return audience
    row = Audience(getattr(entry, declared.of_row))
    return max(row, audience, key=AUDIENCES_WIDEST_FIRST.index) if isinstance(audience, Audience) else row


def _ending(value: str | Texts) -> str:
    text = (value.text(value.original) if isinstance(value, Texts) else value).strip()
    return text[-MASKED_SHOWS:] if len(text) >= SHORTEST_MASKED else ""


def _is_filled(value: Any) -> bool:
    return bool(value) or value == 0


def _provenance_of(entries: Sequence[Entry]) -> dict[EntryKey, dict[str, RecordedProvenance]]:
    keys = [entry.entry_key for entry in entries]
    places = [("known", *key) for key in keys]
    return dict(zip(keys, cached_many_within_page(places, _known_at), strict=True))


def _known_at(places: Sequence[tuple[str, str, str]]) -> list[dict[str, RecordedProvenance]]:
    keys_by_kind: dict[str, list[str]] = {}
    for _, kind, key in places:
        keys_by_kind.setdefault(kind, []).append(key)
    found: dict[EntryKey, dict[str, RecordedProvenance]] = {}
    for kind, keys in keys_by_kind.items():
        for entry_key, detail, known in known_of(kind, keys):
            found.setdefault(entry_key, {})[detail] = known
    return [found.get((kind, key), {}) for _, kind, key in places]
