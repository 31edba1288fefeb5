"""What the end of an entry takes along: desks, contacts and people, for the page that proposes the end."""

from dataclasses import dataclass

from sqlalchemy import or_, select

from directory.access.facts import Link, Text
from directory.access.gate import read_all
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import Account, Authority, ContactDetail, DeskMember, Entry, FocalPoint
from directory.proposals.disclosures import note_row
from directory.proposals.editable_columns import flat
from directory.proposals.labels import entry_labels, row_summary
from directory.proposals.presenters import person_label
from directory.vocabulary import ENDED_STATUSES


@dataclass(frozen=True)
class TakenAlong:
    """The active desks of an entry, its contacts that the viewer may read, and the people who act there.

    `hidden` is the number of contacts that the viewer may not read.
    """

    desks: tuple[Link, ...]
    contacts: tuple[str, ...]
    hidden: int
    people: tuple[str, ...]

    def __bool__(self) -> bool:
        return bool(self.desks or self.contacts or self.hidden or self.people)


def taken_along(viewer: Viewer, entry: Entry, language: str) -> TakenAlong:
    """Return what the end of an authority or desk takes along, sorted by name. Disclosures are noted."""
    if isinstance(entry, Authority):
        own = db.session.scalars(select(FocalPoint).where(FocalPoint.authority_key == entry.key))
        desks = [desk for desk in own if desk.status not in ENDED_STATUSES]
        lines = select(ContactDetail).where(ContactDetail.authority_key == entry.key)
        contacts = list(db.session.scalars(lines.order_by(ContactDetail.position, ContactDetail.key)))
    else:
        desks, contacts = [], []
    names = entry_labels(desks, language)
    readable = [row for row, reading in zip(contacts, read_all(viewer, contacts), strict=True) if reading.get("value")]
    for row in readable:
        note_row(viewer, entry.entry_key, row, ("means", "value"))
    told = [row_summary(row.KIND, flat(row), language, but="authority_key") for row in readable]
    keys = [desk.key for desk in desks] if isinstance(entry, Authority) else [entry.key]
    return TakenAlong(
        tuple(Link(FocalPoint.KIND, key, Text(name)) for key, name in names.items()),
        tuple(filter(None, told)),
        len(contacts) - len(readable),
        _people(entry, keys, language),
    )


def _people(entry: Entry, desks: list[str], language: str) -> tuple[str, ...]:
    staff = select(DeskMember.account_id).where(DeskMember.focal_point_key.in_(desks))
    acting = or_(Account.authority_key == entry.key, Account.id.in_(staff))
    found = db.session.scalars(select(Account.id).where(Account.active, acting).order_by(Account.name, Account.id))
    return tuple(person_label(account, language) for account in found)
