"""Turns checked rows into what is to be written, outside any lock; `writing` then only hands it to the database."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from sqlalchemy import func, inspect, select

from directory.audit.service import Act
from directory.extensions import db
from directory.imports.checking import CREATED
from directory.imports.columns import KINDS, main_detail
from directory.imports.provenance import as_known
from directory.imports.scope import OWNER
from directory.models import Entry, FocalPoint, ImportRow, Place, Provenance, Texts, details_of
from directory.models.change import public_details
from directory.models.details import EntryKey
from directory.models.verification import due_on
from directory.proposals.editable import AUDIENCE, ORIGINAL, POSITION, Values, editable_columns, flat, stored, unflat
from directory.proposals.edits import Given
from directory.proposals.sourcing import KEPT
from directory.search.words import Row, rows_of


class Outdated(Exception):
    """An entry no longer holds what it held when its row was checked, or is there by now."""


@dataclass
class Prepared:
    """Rows for the database, by table; updates by the columns that they set as well.

    `touched` are the entries for the log of changes, each with whether something of it changes that
    everyone may read; `words` those of new entries that are not for everyone, and `to_follow` the
    entries whose words must be looked at again.
    """

    inserts: dict[type[Entry], list[dict[str, Any]]] = field(default_factory=lambda: defaultdict(list))
    updates: dict[tuple[type[Entry], tuple[str, ...]], list[dict[str, Any]]] = field(
        default_factory=lambda: defaultdict(list)
    )
    provenance: list[dict[str, Any]] = field(default_factory=list)
    acts: list[Act] = field(default_factory=list)
    touched: dict[EntryKey, bool] = field(default_factory=dict)
    words: set[Row] = field(default_factory=set)
    to_follow: set[EntryKey] = field(default_factory=set)
    positions: dict[tuple[type[Entry], str], int] = field(default_factory=dict)


def prepare(prepared: Prepared, rows: Sequence[ImportRow]) -> None:
    """Add what some rows would write. Raises Outdated, where another check must come first."""
    by_kind: dict[str, list[ImportRow]] = defaultdict(list)
    for row in rows:
        by_kind[row.kind].append(row)
    for kind, own in by_kind.items():
        model, keys = KINDS[kind], [row.key for row in own]
        entries = {entry.key: entry for entry in db.session.scalars(select(model).where(model.key.in_(keys)))}
        known: dict[str, dict[str, Provenance]] = defaultdict(dict)
        where = (Provenance.kind == kind, Provenance.key.in_(keys))
        for one in db.session.scalars(select(Provenance).where(*where)):
            known[one.key][one.detail] = one
        _note_positions(prepared, model, own)
        # What is compared here must not be written by a later flush, and would fill the memory.
        compared: list[Any] = [*entries.values(), *own, *(said for place in known.values() for said in place.values())]
        for held in compared:
            db.session.expunge(held)
        for row in own:
            if row.outcome == CREATED:
                _create(prepared, model, row, is_there=row.key in entries)
            else:
                _change(prepared, entries.get(row.key), row, known[row.key])


def _create(prepared: Prepared, model: type[Entry], row: ImportRow, *, is_there: bool) -> None:
    if is_there:
        raise Outdated
    values = unflat(model, row.after)
    if hasattr(model, POSITION):
        values[POSITION] = prepared.positions[model, values[OWNER]] = prepared.positions[model, values[OWNER]] + 1
    columns = {one.key: one.columns[0] for one in inspect(model).column_attrs if one.key != "key"}
    whole = {name: values.get(name, stored(column, None)) for name, column in columns.items()}
    prepared.inserts[model].append({"key": row.key, **whole})
    entry, given, place = model(key=row.key, **whole), _given(row), _place(row)
    due = _due_on(entry, given, place)
    _touch(prepared, entry, is_public=bool(public_details(entry)))
    _note_words(prepared, entry, place)
    for name in _filled(model, values):
        prepared.provenance.append(_said(entry, name, given, due))
    # One act for a new row, on what tells it: an act for each detail would keep other writers out for twice as long.
    main = main_detail(row.kind, row.after)
    prepared.acts.append(Act("created", (row.kind, row.key), main, None, values[main]))


def _change(prepared: Prepared, entry: Entry | None, row: ImportRow, known: dict[str, Provenance]) -> None:
    held = {} if entry is None else flat(entry)
    if entry is None or any(held.get(detail) != row.before.get(detail) for detail in {*row.before, *row.after}):
        raise Outdated
    if any(as_known(known.get(detail)) != row.given.get("known") for detail in row.given["details"]):
        raise Outdated
    model, given = type(entry), _given(row)
    after = unflat(model, {name: value for name, value in (held | row.after).items() if value not in (None, [])})
    names = list(dict.fromkeys(detail.partition(".")[0] for detail in row.after))
    columns = editable_columns(model)
    new = {name: after.get(name, stored(columns[name].column, None)) for name in names}
    if new:
        prepared.updates[model, tuple(names)].append({"key": row.key, **new})
    due = _due_on(model(key=row.key, **after), given, _place(row))
    said = {place: _said(entry, place, given, due) for place in _places(entry, row, new)}
    prepared.provenance += said.values()
    prepared.provenance += _outdated(entry, row, new, known, said)
    for name, value in new.items():
        prepared.acts.append(Act("changed", entry.entry_key, name, getattr(entry, name) or None, value or None))
    changed = {*names, *row.given["details"]}
    for one in (entry, model(key=row.key, **after)):
        public = public_details(one)
        is_public = bool(public if AUDIENCE in changed else public & changed)
        _touch(prepared, one, is_public=is_public)
        if entry.KIND == "authority":
            prepared.touched |= {shown: is_public or prepared.touched.get(shown, False) for shown in _desks_of(row.key)}
        if AUDIENCE in changed or changed - public:
            prepared.to_follow |= {shown for shown in one.shown_on() if shown[0] != "jurisdiction"}


def _touch(prepared: Prepared, entry: Entry, *, is_public: bool) -> None:
    for shown in entry.shown_on():
        prepared.touched[shown] = is_public or prepared.touched.get(shown, False)


def _note_words(prepared: Prepared, entry: Entry, place: Place) -> None:
    home = entry.entry_key if entry.KIND in ("authority", "focal_point") else next(iter(entry.shown_on()))
    prepared.words |= set(rows_of(entry, home, lambda: place))


def _places(entry: Entry, row: ImportRow, new: Values) -> Iterator[str]:
    """Yield where the provenance of what a row says is kept: of a translation under its language."""
    for detail in dict.fromkeys((*row.after, *row.given["details"])):
        name, _, language = detail.partition(".")
        value = new.get(name, getattr(entry, name))
        if language == ORIGINAL or editable_columns(type(entry))[name].detail is None:
            continue
        is_whole = not isinstance(value, Texts) or language in ("", value.original)
        yield name if is_whole else detail


def _outdated(
    entry: Entry, row: ImportRow, new: Values, known: dict[str, Provenance], said: Values
) -> Iterator[dict[str, Any]]:
    """Yield the provenance of translations whose original changes and that the row does not bring anew."""
    for name, value in new.items():
        if not isinstance(value, Texts) or f"{name}.{value.original}" not in row.after:
            continue
        for language in value.by_language:
            place = f"{name}.{language}"
            if language == value.original or place in said or place in row.after:
                continue
            before = known.get(place) or known.get(name)
            kept = {one: getattr(before, one) for one in KEPT} if before else _columns(Given(), None)
            is_edited = place in known and known[place].is_edited
            yield _row(entry, place) | kept | {"is_outdated": True, "is_edited": is_edited}


def _said(entry: Entry, place: str, given: Given, due: date | None) -> dict[str, Any]:
    return _row(entry, place) | _columns(given, due) | {"is_edited": True}


def _row(entry: Entry, place: str) -> dict[str, Any]:
    return {"kind": entry.KIND, "key": entry.key, "detail": place}


def _columns(given: Given, due: date | None) -> dict[str, Any]:
    return {
        "sources": given.sources,
        "source_date": given.source_date,
        "confidence": given.confidence,
        "verified_on": given.verified_on,
        "verified_by": given.verified_by,
        "due_on": due,
        "is_outdated": False,
        "is_dead": False,
    }


def _given(row: ImportRow) -> Given:
    said = row.given
    day = date.fromisoformat(said["verified_on"]) if said.get("verified_on") else None
    return Given(tuple(said["sources"]), said["source_date"], said["confidence"], day, said.get("verified_by", ""))


def _due_on(entry: Entry, given: Given, place: Place) -> date | None:
    return None if given.verified_on is None else due_on(entry, given.verified_on, place)


def _place(row: ImportRow) -> Place:
    """Return where an entry will belong."""
    state, networks = row.places[-1]
    return Place(state, frozenset(networks))


def _filled(model: type[Entry], values: Values) -> list[str]:
    return [declared.name for declared in details_of(model) if values.get(declared.name)]


def _note_positions(prepared: Prepared, model: type[Entry], rows: Iterable[ImportRow]) -> None:
    """Note the last place among the parts of each authority that gets new ones."""
    position, owner = getattr(model, POSITION, None), getattr(model, OWNER, None)
    if position is None or owner is None:
        return
    new = {row.after[OWNER] for row in rows if row.outcome == CREATED}
    owners = {key for key in new if (model, key) not in prepared.positions}
    last = db.session.execute(select(owner, func.max(position)).where(owner.in_(owners)).group_by(owner))
    prepared.positions |= {(model, key): -1 for key in owners}
    prepared.positions |= {(model, key): highest for key, highest in last}


def _desks_of(authority: str) -> set[EntryKey]:
    """Return what shows the name of an authority through its desks."""
    desks = db.session.scalars(select(FocalPoint).where(FocalPoint.authority_key == authority))
    return {shown for desk in desks for shown in desk.shown_on()}
