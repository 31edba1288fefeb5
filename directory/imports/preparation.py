"""Turns checked rows into bulk SQL statements, without a lock. `writing` sends these statements to the database."""

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence

from sqlalchemy import func, inspect, select

from directory.access.provenance import RecordedProvenance, known_of
from directory.audit.chain import AuditAct
from directory.extensions import db
from directory.imports.checking import CREATED
from directory.imports.columns import KINDS, main_detail
from directory.imports.provenance import as_known
from directory.imports.provenance_rows import provenance_of_changed, provenance_of_new, superfluous_details
from directory.imports.scope import OWNER, RowPlaces
from directory.imports.write_set import WriteSet
from directory.models import Authority, Entry, FocalPoint, ImportRow, Place
from directory.models.change import entries_showing, public_details
from directory.models.details import EntryKey
from directory.proposals.consequences import comes_under_ended
from directory.proposals.editable_columns import AUDIENCE, POSITION, Values, editable_columns, flat, stored, unflat


class RowOutdated(Exception):
    """A checked row can no longer be written.

    The row's entry has changed, exists already, or belongs to a place for which the import was not decided.
    """


class Preparation:
    """Collects the bulk SQL statements for the rows of one file. Call `take` with each batch in the file's order, then
    `end`.

    `following` are the changes of other entries that the rows of the file require (see `consequences.following`).
    """

    def __init__(self, following: Mapping[EntryKey, ImportRow]) -> None:
        self.prepared = WriteSet()
        self._following = dict(following)
        self._row_places = RowPlaces()
        self._positions: dict[tuple[type[Entry], str], int] = {}
        self._shown: dict[EntryKey, set[EntryKey]] = {}
        self._entries: Mapping[EntryKey, Entry] = {}
        self._known: Mapping[EntryKey, Mapping[str, RecordedProvenance]] = {}

    def take(self, rows: Sequence[ImportRow]) -> None:
        """Add the SQL statements that write a batch of rows. Raises RowOutdated if a row no longer fits its entry."""
        by_kind: dict[str, list[ImportRow]] = defaultdict(list)
        for row in rows:
            by_kind[row.kind].append(row)
        for kind, own in by_kind.items():
            self._note_positions(KINDS[kind], own)
        self._entries = {e.entry_key: e for kind, own in by_kind.items() for e in _entries_of(kind, own)}
        self._known = _provenance_of(by_kind)
        # Rows are only compared, so they leave the session: a later flush must not write them, and they need memory.
        for held in (*self._entries.values(), *rows):
            if held in db.session:
                db.session.expunge(held)
        for row in rows:
            if row.outcome == CREATED:
                self._create(row)
            else:
                follows = self._following.pop(row.entry_key, None)
                self._change([row] if follows is None else [row, follows])

    def _create(self, row: ImportRow) -> None:
        if row.entry_key in self._entries:
            raise RowOutdated
        self._refuse_under_ended(row.kind, {}, row.after)
        model, values = KINDS[row.kind], unflat(KINDS[row.kind], row.after)
        if hasattr(model, POSITION):
            values[POSITION] = self._positions[model, values[OWNER]] = self._positions[model, values[OWNER]] + 1
        columns = {one.key: one.columns[0] for one in inspect(model).column_attrs if one.key != "key"}
        whole = {"key": row.key} | {name: values.get(name, stored(column, None)) for name, column in columns.items()}
        entry, place = model(**whole), self._place([row], row.after)
        self.prepared.insert(model, whole)
        self.prepared.touch(self._showing(entry), is_public=bool(public_details(entry)))
        self.prepared.words.add(entry, place)
        self.prepared.add_provenance(provenance_of_new(entry, row, place))
        # A new row gets one act, on its main detail. With an act for each detail, the write lock would be held twice as
        # long.
        main = main_detail(row.kind, row.after)
        self.prepared.note(AuditAct("created", entry.entry_key, main, None, values[main]))

    def _change(self, rows: Sequence[ImportRow]) -> None:
        """Add the SQL statements for one changed entry. `rows` are the rows about the entry: the row of the file, the
        row that other rows require, or both. Raises RowOutdated if a row no longer fits the entry."""
        kind, key = rows[0].kind, rows[0].key
        entry = self._entries.get((kind, key))
        held = {} if entry is None else flat(entry)
        known = self._known.get((kind, key), {})
        if entry is None or any(_is_outdated(row, held, known) for row in rows):
            raise RowOutdated
        changes = {detail: value for row in rows for detail, value in row.after.items()}
        self._refuse_under_ended(kind, held, held | changes)
        was_at, after = self._place(rows, held), _as_it_will_be(entry, held | changes)
        place = self._place(rows, flat(after))
        names = list(dict.fromkeys(detail.partition(".")[0] for detail in changes))
        self.prepared.update(type(entry), key, {name: getattr(after, name) for name in names})
        self.prepared.add_provenance(provenance_of_changed(entry, after, rows, place, names, known), known)
        self.prepared.drop_provenance(entry.entry_key, superfluous_details(after, rows, known))
        for name in names:
            before, now = (getattr(one, name) or None for one in (entry, after))
            self.prepared.note(AuditAct("changed", entry.entry_key, name, before, now))
        said = {detail for row in rows for detail in row.given["details"]}
        self._touch(entry, after, {*names, *said}, place, has_moved=place != was_at)

    def _touch(self, before: Entry, after: Entry, changed: set[str], place: Place, *, has_moved: bool) -> None:
        """Add a changed entry to the change log. If the entry's restricted words may have changed, replace them.

        `place` is the place (State and networks) of the row after the change.
        """
        desks = _desks_of(after.key) if after.KIND == Authority.KIND else set()
        for one in (before, after):
            public = public_details(one)
            is_public = bool(public if AUDIENCE in changed else public & changed)
            self.prepared.touch({*self._showing(one), *desks}, is_public=is_public)
        if has_moved or AUDIENCE in changed or not changed <= public_details(before) & public_details(after):
            self.prepared.words.replace(before, after, place)
        if has_moved:
            self.prepared.words.rewrite(desk for desk in desks if desk[0] == FocalPoint.KIND)

    def _showing(self, entry: Entry) -> set[EntryKey]:
        place = entry.KIND, getattr(entry, OWNER, None) or entry.key
        if place not in self._shown:
            self._shown[place] = set(entries_showing(db.session(), [entry]))
        return {*entry.shown_on(), *self._shown[place]}

    def end(self) -> WriteSet:
        """Add the SQL statements for entries that the file does not name, but that must change because of its rows
        (`following`). Return all SQL statements.

        Raises RowOutdated if a row no longer fits its entry.
        """
        rest, self._following = list(self._following.values()), {}
        self.take(rest)
        self.prepared.words.settle(lambda entry: self._row_places.place(entry.KIND, flat(entry)))
        return self.prepared

    def _place(self, rows: Sequence[ImportRow], values: Values) -> Place:
        """Return the place (State and networks) of a row with these values. The method also notes the values, so that
        rows of an authority's parts get the authority's State. For a changed row, call the method with the values
        before the change first, and then with the values after the change.

        Raises RowOutdated if the import was not decided for this place.
        """
        self._row_places.note(rows[0].kind, rows[0].key, values)
        place = self._row_places.place(rows[0].kind, values)
        if not any([place.jurisdiction, sorted(place.networks)] in row.places for row in rows):
            raise RowOutdated
        self.prepared.states.add(place.jurisdiction)
        return place

    def _refuse_under_ended(self, kind: str, before: Values, after: Values) -> None:
        if comes_under_ended(kind, before, after, self._row_places.ended.__contains__):
            raise RowOutdated

    def _note_positions(self, model: type[Entry], rows: Iterable[ImportRow]) -> None:
        """Store the highest position among the parts of each authority that gets new parts.

        Store -1 for an authority without parts.
        """
        position, owner = getattr(model, POSITION, None), getattr(model, OWNER, None)
        if position is None or owner is None:
            return
        new = {row.after[OWNER] for row in rows if row.outcome == CREATED}
        owners = {key for key in new if (model, key) not in self._positions}
        last = db.session.execute(select(owner, func.max(position)).where(owner.in_(owners)).group_by(owner))
        self._positions |= {(model, key): -1 for key in owners}
        self._positions |= {(model, key): highest for key, highest in last}


def _is_outdated(row: ImportRow, held: Values, known: Mapping[str, RecordedProvenance]) -> bool:
    return any(held.get(detail) != row.before.get(detail) for detail in {*row.before, *row.after}) or any(
        as_known(known.get(detail)) != row.given.get("known") for detail in row.given["details"]
    )


def _as_it_will_be(entry: Entry, values: Values) -> Entry:
    model = type(entry)
    filled = unflat(model, {detail: value for detail, value in values.items() if value not in (None, [])})
    columns = editable_columns(model)
    return model(key=entry.key, **{name: filled.get(name, stored(one.column, None)) for name, one in columns.items()})


def _entries_of(kind: str, rows: Iterable[ImportRow]) -> Iterable[Entry]:
    model = KINDS[kind]
    return db.session.scalars(select(model).where(model.key.in_([row.key for row in rows])))


def _provenance_of(rows: Mapping[str, Iterable[ImportRow]]) -> Mapping[EntryKey, Mapping[str, RecordedProvenance]]:
    known: dict[EntryKey, dict[str, RecordedProvenance]] = defaultdict(dict)
    for kind, own in rows.items():
        for entry_key, detail, said in known_of(kind, [row.key for row in own]):
            known[entry_key][detail] = said
    return known


def _desks_of(authority: str) -> set[EntryKey]:
    desks = db.session.scalars(select(FocalPoint).where(FocalPoint.authority_key == authority))
    return {shown for desk in desks for shown in desk.shown_on()}
