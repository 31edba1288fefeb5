"""Reads the details of an entry that an office should confirm, in full or masked."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from directory.access.gate import MaskedDetail, Reading, masked, read_all
from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Authority, ContactDetail, Entry, FocalPoint, RequirementSheet, Verification
from directory.models.details import EntryKey

# Models of the entries that are confirmed as a whole. Other entries are parts of these entries, or are verified by
# proposals.
CONFIRMED: Mapping[str, type[Entry]] = {
    "authority": Authority,
    "focal_point": FocalPoint,
    "requirement": RequirementSheet,
}


_CONTACTS = {
    Authority.KIND: (selectinload(Authority.contacts),),
    FocalPoint.KIND: (selectinload(FocalPoint.authority).selectinload(Authority.contacts),),
}

# The identity of one detail: kind and key of its row, and the name of the detail.
DetailKey = tuple[str, str, str]


@dataclass(frozen=True)
class ShownRow:
    """One row of an entry.

    `reading` has the details that the viewer may read, `masked` the details that are shown masked.
    """

    row: Entry
    reading: Reading
    masked: Mapping[str, MaskedDetail]

    @property
    def names(self) -> list[str]:
        """The names of the details of the row that are shown, in full or masked."""
        return [*self.reading.details, *self.masked]


def get_entry(kind: str, key: str) -> Entry:
    """Return an authority, desk or requirement sheet. Raises NotFound for other kinds and unknown keys."""
    model = CONFIRMED.get(kind)
    entry = db.session.get(model, key) if model else None
    if entry is None:
        raise NotFound
    return entry


def entries_by_key(keys: Iterable[EntryKey]) -> dict[EntryKey, Entry]:
    """Return authorities, desks and requirement sheets, keyed by kind and key. Unknown keys are left out.

    The contacts by which `Recipients` finds who gets a letter about an entry are loaded too.
    """
    wanted, found = set(keys), dict[EntryKey, Entry]()
    for kind, model in CONFIRMED.items():
        own = sorted(key for one, key in wanted if one == kind)
        query = select(model).where(model.key.in_(own)).options(*_CONTACTS.get(kind, ()))
        found |= {entry.entry_key: entry for entry in (db.session.scalars(query) if own else ())}
    return found


def last_verifications(keys: Collection[EntryKey]) -> dict[EntryKey, Verification]:
    """Return the newest verification of each of these entries, keyed by kind and key. Entries that were never verified
    are left out."""
    wanted = sorted({key for _, key in keys})
    query = select(Verification).where(Verification.key.in_(wanted)).order_by(Verification.id)
    return {(one.kind, one.key): one for one in (db.session.scalars(query) if wanted else ())}


def rows_of(entry: Entry) -> list[Entry]:
    """Return the rows of an entry: the entry itself, then its parts."""
    return rows_by_entry([entry])[entry.entry_key]


def rows_by_entry(entries: Collection[Entry]) -> dict[EntryKey, list[Entry]]:
    """Return a mapping from the key of each entry to its rows: the entry itself, then its parts.

    If an authority has a desk in the network of a contact, the contact is a part of this desk. Otherwise it is a part
    of the authority.
    """
    desks = _desks_by_network({_authority_of(entry) for entry in entries} - {""})
    return {entry.entry_key: _rows(entry, desks) for entry in entries}


def _rows(entry: Entry, desks: Mapping[tuple[str, str], str]) -> list[Entry]:
    def desk_of(contact: ContactDetail) -> str | None:
        return desks.get((contact.authority_key, contact.network_key or ""))

    if isinstance(entry, Authority):
        lines = [contact for contact in entry.contacts if desk_of(contact) is None]
        return [entry, *entry.competences, *entry.designations, *lines]
    if isinstance(entry, FocalPoint):
        return [entry, *(contact for contact in entry.authority.contacts if desk_of(contact) == entry.key)]
    return [entry, *entry.rules] if isinstance(entry, RequirementSheet) else [entry]


def _authority_of(entry: Entry) -> str:
    if isinstance(entry, FocalPoint):
        return entry.authority_key
    return entry.key if isinstance(entry, Authority) else ""


def _desks_by_network(authorities: Collection[str]) -> dict[tuple[str, str], str]:
    columns = FocalPoint.authority_key, FocalPoint.network_key, FocalPoint.key
    query = select(*columns).where(FocalPoint.authority_key.in_(sorted(authorities))).order_by(FocalPoint.key.desc())
    rows = db.session.execute(query) if authorities else ()
    return {(authority, network): key for authority, network, key in rows}


def show(viewer: Viewer, entry: Entry, *, has_link: bool = False) -> list[ShownRow]:
    """Return the rows of an entry in which the viewer can see a detail, the entry itself first.

    Without the link of a campaign, contacts for networks out of the viewer's scope are left out.
    """
    rows = rows_of(entry)
    return show_rows(viewer, rows if has_link else _in_scope(viewer, entry, rows), has_link=has_link)


def show_rows(viewer: Viewer, rows: Sequence[Entry], *, has_link: bool) -> list[ShownRow]:
    """Return the rows in which the viewer can see a detail, in the order given. If `has_link` is true (the link of a
    campaign was used), texts that the viewer may not read are included masked."""
    readings = zip(rows, read_all(viewer, rows), strict=True)
    shown = [ShownRow(row, reading, masked(viewer, row) if has_link else {}) for row, reading in readings]
    return [one for one in shown if one.names]


def _in_scope(viewer: Viewer, entry: Entry, rows: Sequence[Entry]) -> list[Entry]:
    """Return `rows` without the contacts that an authority has for networks out of the viewer's scope. `entry` is the
    entry to which the rows belong."""

    def is_for_others(row: Entry) -> bool:
        is_for_one = isinstance(entry, Authority) and isinstance(row, ContactDetail) and bool(row.network_key)
        return is_for_one and not may(viewer, Action.CONFIRM, row.place())

    return [row for row in rows if not is_for_others(row)]


def desks_of(entry: Entry) -> list[FocalPoint]:
    """Return the desks of an authority. Return an empty list for any other entry."""
    if not isinstance(entry, Authority):
        return []
    return list(db.session.scalars(select(FocalPoint).where(FocalPoint.authority_key == entry.key)))
