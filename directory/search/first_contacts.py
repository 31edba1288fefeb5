"""The number or address to try first at authorities and desks among the hits of a search."""

from collections.abc import Iterable, Mapping

from directory.access.gate import related
from directory.access.viewer import ANONYMOUS, Viewer
from directory.focal_points.contacts import ContactLine, contact_lines, first_line
from directory.focal_points.presenters import FirstContact, first_contact_of, own_first_contact
from directory.models import Authority, ContactDetail, Entry, FocalPoint
from directory.models.details import EntryKey

FirstContacts = Mapping[EntryKey, FirstContact]
ContactOfLine = tuple[ContactDetail, ContactLine]


def first_contacts(entries: Iterable[Entry], language: str) -> FirstContacts:
    """Return a mapping from (kind, key) of an authority or desk to the public contact to try first.

    This is the contact that the entry's own page recommends to a visitor. Entries without a usable public contact, and
    entries of other kinds, are left out.
    """
    contacts = {entry: own for entry in entries if (own := _contacts(entry))}
    every = {one.key: one for own in contacts.values() for one in own}
    lines = contact_lines(ANONYMOUS, every.values(), language) if every else []
    shown = [(every[line.key], line) for line in lines]
    found = {entry.entry_key: _first_of(entry, own, shown) for entry, own in contacts.items()}
    return {key: first for key, first in found.items() if first is not None}


def first_contact(viewer: Viewer, entry: Entry, language: str) -> FirstContact | None:
    """Return the contact of an authority or desk that the viewer is to try first, or None. Only a contact that is
    returned is disclosed."""
    if isinstance(entry, FocalPoint):
        return own_first_contact(viewer, entry, language)
    line = first_line(viewer, _contacts(entry), language)
    return FirstContact(line, is_own=False, has_own=False) if line else None


def _contacts(entry: Entry) -> list[ContactDetail]:
    if isinstance(entry, FocalPoint):
        return [one for institution in related(entry, FocalPoint.authority) for one in institution.contacts]
    return list(entry.contacts) if isinstance(entry, Authority) else []


def _first_of(entry: Entry, own: Iterable[ContactDetail], shown: Iterable[ContactOfLine]) -> FirstContact | None:
    keys = {one.key for one in own}
    lines = [(contact, line) for contact, line in shown if contact.key in keys]
    if not isinstance(entry, FocalPoint):
        return first_contact_of([line for _, line in lines], [])
    of_desk = [line for contact, line in lines if contact.network_key == entry.network_key]
    return first_contact_of(of_desk, [line for contact, line in lines if contact.network_key is None])
