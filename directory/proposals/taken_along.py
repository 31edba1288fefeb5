"""The desks, contacts and people that the end of an entry concerns. The page that proposes the end shows them."""

from dataclasses import dataclass

from sqlalchemy import or_, select

from directory.access.disclosure_log import RestrictedValue, note
from directory.access.facts import Link, Text
from directory.access.gate import read_all
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import Account, Authority, ContactDetail, DeskMember, Entry, FocalPoint
from directory.people.queries.accounts import is_listed_for
from directory.proposals.disclosures import note_row
from directory.proposals.editable_columns import flat
from directory.proposals.labels import entry_labels, row_summary
from directory.proposals.presenters import person_label
from directory.vocabulary import ENDED_STATUSES, NAMES_ON_ROTA


@dataclass(frozen=True)
class TakenAlong:
    """What the end of an authority concerns: its active desks, those of its contacts that the viewer may read, and the
    people who act for the authority or these desks. The end of a desk concerns only the people of the desk.

    `hidden` is the number of contacts that the viewer may not read. `others` is the number of people whom the viewer's
    list of people does not show.
    """

    desks: tuple[Link, ...]
    contacts: tuple[str, ...]
    hidden: int
    people: tuple[str, ...]
    others: int

    def __bool__(self) -> bool:
        return bool(self.desks or self.contacts or self.hidden or self.people or self.others)


def taken_along(viewer: Viewer, entry: Entry, language: str) -> TakenAlong:
    """Return the desks, contacts and people that the end of an authority or desk concerns.

    Desks and people are sorted by name, contacts by position. Disclosures are noted.
    """
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
        *_people(viewer, entry, keys, language),
    )


def _people(viewer: Viewer, entry: Entry, desks: list[str], language: str) -> tuple[tuple[str, ...], int]:
    staff = select(DeskMember.account_id).where(DeskMember.focal_point_key.in_(desks))
    acting = Account.active, or_(Account.authority_key == entry.key, Account.id.in_(staff))
    query = select(Account.id).where(*acting).order_by(Account.name, Account.id)
    found, listed = (list(db.session.scalars(one)) for one in (query, query.where(is_listed_for(viewer))))
    named = staff.with_only_columns(DeskMember.focal_point_key).where(DeskMember.account_id.in_(listed)).distinct()
    for desk in db.session.scalars(named):
        note(RestrictedValue(viewer, (FocalPoint.KIND, desk), NAMES_ON_ROTA))
    return tuple(person_label(account, language) for account in listed), len(found) - len(listed)
