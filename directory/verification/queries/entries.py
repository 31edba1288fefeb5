"""Reads what an office is asked to confirm: an entry with its parts, as far as who looks may read or recognise it."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from sqlalchemy import select

from directory.access.gate import MaskedDetail, Reading, masked, read_all
from directory.access.viewer import Viewer
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Authority, ContactDetail, Entry, FocalPoint, RequirementSheet

# What is confirmed as a whole, by kind; all else is a part of one of these or is verified by proposals.
CONFIRMED: Mapping[str, type[Entry]] = {
    "authority": Authority,
    "focal_point": FocalPoint,
    "requirement": RequirementSheet,
}


# Where a detail stands: kind and key of its row, and its name.
Place = tuple[str, str, str]


@dataclass(frozen=True)
class ShownRow:
    """One row of an entry: what of it may be read, and the restricted texts of which two characters are shown."""

    row: Entry
    reading: Reading
    masked: Mapping[str, MaskedDetail]

    @property
    def names(self) -> list[str]:
        """Return the details that are shown, in full or masked."""
        return [*self.reading.details, *self.masked]


def get_entry(kind: str, key: str) -> Entry:
    """Return an entry that is confirmed as a whole. Raises NotFound."""
    model = CONFIRMED.get(kind)
    entry = db.session.get(model, key) if model else None
    if entry is None:
        raise NotFound
    return entry


def rows_of(entry: Entry) -> list[Entry]:
    """Return an entry with its parts. The lines that are for one network are parts of the desk there."""
    if isinstance(entry, Authority):
        lines = [contact for contact in entry.contacts if _desk_of(contact) is None]
        return [entry, *entry.competences, *entry.designations, *lines]
    if isinstance(entry, FocalPoint):
        return [entry, *(contact for contact in entry.authority.contacts if _desk_of(contact) is entry)]
    return [entry, *entry.rules] if isinstance(entry, RequirementSheet) else [entry]


def show(viewer: Viewer, entry: Entry, *, has_link: bool = False) -> list[ShownRow]:
    """Return the rows of an entry of which anything is shown to this viewer, the entry itself first."""
    return show_rows(viewer, rows_of(entry), has_link=has_link)


def show_rows(viewer: Viewer, rows: Sequence[Entry], *, has_link: bool) -> list[ShownRow]:
    """Return those of some rows of which anything is shown: what may be read and, to who holds a link to confirm them
    and would know their own number, the ends of what may not."""
    readings = zip(rows, read_all(viewer, rows), strict=True)
    shown = [ShownRow(row, reading, masked(viewer, row) if has_link else {}) for row, reading in readings]
    return [one for one in shown if one.names]


def desks_of(entry: Entry) -> list[FocalPoint]:
    """Return the desks that an entry runs; none unless it is an authority."""
    if not isinstance(entry, Authority):
        return []
    return list(db.session.scalars(select(FocalPoint).where(FocalPoint.authority_key == entry.key)))


def _desk_of(contact: ContactDetail) -> FocalPoint | None:
    """Return the desk whose line a contact is: that of its authority in the one network that the contact is for."""
    if not contact.network_key:
        return None
    there = (FocalPoint.authority_key == contact.authority_key, FocalPoint.network_key == contact.network_key)
    return db.session.scalar(select(FocalPoint).where(*there).order_by(FocalPoint.key).limit(1))
