"""The public contact to try first at each authority and desk among the hits of a search."""

from collections.abc import Iterable, Mapping

from directory.access.gate import related
from directory.access.viewer import ANONYMOUS
from directory.focal_points.contacts import ContactLine, contact_lines
from directory.focal_points.presenters import FirstContact, first_contact_of
from directory.models import Authority, ContactDetail, Entry, FocalPoint
from directory.models.details import EntryKey

FirstContacts = Mapping[EntryKey, FirstContact]
ContactOfLine = tuple[ContactDetail, ContactLine]


def first_contacts(entries: Iterable[Entry], language: str) -> FirstContacts:
    """Return a mapping from (kind, key) of an authority or desk to the public contact to try first. Entries without
    such a contact are left out."""
    contacts = {entry: own for entry in entries if (own := _contacts(entry))}
    every = {one.key: one for own in contacts.values() for one in own}
    lines = contact_lines(ANONYMOUS, every.values(), language) if every else []
    shown = [(every[line.key], line) for line in lines]
    found = {entry.entry_key: _first_of(entry, own, shown) for entry, own in contacts.items()}
    return {key: first for key, first in found.items() if first is not None}


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
