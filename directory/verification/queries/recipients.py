"""Finds the people and addresses that get letters about an entry."""

import re
from collections.abc import Iterator
from dataclasses import dataclass, field

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from directory import i18n
from directory.access.policy import Action, may, may_read
from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.models import Account, Authority, ContactDetail, Entry, FocalPoint, Jurisdiction, Place, RequirementSheet
from directory.models.details import EntryKey
from directory.outbox.queries import list_bounced, normalized_address
from directory.outbox.service import is_one_address
from directory.vocabulary import Audience, Role

# Exactly one mail address. Some sources have two addresses together, or words around an address.
ONE_ADDRESS = re.compile(r"[^\s@<>,;:\"()\[\]\\]+@[^\s@<>,;:\"()\[\]\\]+\.[a-zA-Z]{2,}")


# The `name` of a recipient that is no person, but the mail contact of an authority.
CONTACT = "contact"


@dataclass(frozen=True)
class Recipient:
    """A person or office that gets a letter. `name` is the id of the account, or CONTACT for an office.

    `source` is the account or the contact that has the address.
    """

    name: str
    address: str
    language: str
    source: Account | ContactDetail = field(compare=False)


class Recipients:
    """Finds the recipients for many entries. `viewer` is the author of the campaign or test. Contacts that the author
    may not read are not used. The author gets no letter, unless `with_author` is true."""

    def __init__(self, viewer: Viewer, *, with_author: bool = False) -> None:
        self._viewer, self._with_author = viewer, with_author
        query = select(Account).where(Account.active).order_by(Account.id)
        options = map(selectinload, (Account.networks, Account.desks))
        self._accounts = list(db.session.scalars(query.options(*options)))
        self._staff: dict[EntryKey, list[Account]] = {}
        for account in self._accounts:
            for kind, key in _kept_by(account):
                self._staff.setdefault((kind, key), []).append(account)
        self._bounced = list_bounced()
        spoken = db.session.execute(select(Jurisdiction.key, Jurisdiction.official_languages))
        self._spoken: dict[str, tuple[str, ...]] = {row[0]: row[1] for row in spoken}

    def of(self, entry: Entry) -> list[Recipient]:
        """Return the people who answer for an entry. If mail reaches none of these people, return the entry's first
        working mail address, or an empty list if there is no such address.

        The coordinators of a State answer for its requirement sheets. Contacts for a network are used only for the desk
        of this network.
        """
        people = [one for one in self._staff_of(entry) if not self._is_bounced(one.email)]
        return [recipient(one) for one in people if self._with_author or not self._is_author(one)] or self._contacts(
            entry
        )

    def at(self, contact: ContactDetail) -> list[Recipient]:
        """Return the recipient at a mail contact, as a list. It is empty if mail cannot be sent there, or if the
        author of the campaign or test may not read the contact."""
        value = contact.value.strip()
        is_usable = ONE_ADDRESS.fullmatch(value) and is_one_address(value) and not self._is_bounced(value)
        if contact.authority is None or not is_usable:
            return []
        if not may_read(self._viewer, Audience(contact.audience), contact.place):
            return []
        return [Recipient(CONTACT, value, self._language_of(contact.authority), contact)]

    def is_of_author(self, entry: Entry) -> bool:
        """Return whether the author answers for an entry."""
        return any(map(self._is_author, self._staff_of(entry)))

    def coordinators(self, place: Place) -> list[Recipient]:
        """Return the coordinators whose scope contains a place (State and networks). If there are no such coordinators,
        return the administrators."""
        found = [one for one in self._accounts if may(viewer_of(one), Action.VERIFY, place)]
        coordinators = [one for one in found if one.role == Role.COORDINATOR]
        return [recipient(one) for one in coordinators or found]

    def _contacts(self, entry: Entry) -> list[Recipient]:
        authority = entry.authority if isinstance(entry, FocalPoint) else entry
        if not isinstance(authority, Authority):
            return []
        networks = (None, entry.network_key) if isinstance(entry, FocalPoint) else (None,)
        mails = [one for one in authority.contacts if one.means == "email" and one.network_key in networks]
        return [one for contact in mails for one in self.at(contact)][:1]

    def _staff_of(self, entry: Entry) -> list[Account]:
        kind, key = entry.entry_key
        if isinstance(entry, RequirementSheet):
            kind, key = Jurisdiction.KIND, entry.jurisdiction_key
        return self._staff.get((kind, key), [])

    def _is_author(self, account: Account) -> bool:
        return account.id == self._viewer.account_id

    def _is_bounced(self, address: str) -> bool:
        return normalized_address(address) in self._bounced

    def _language_of(self, authority: Authority) -> str:
        spoken = self._spoken.get(authority.jurisdiction_key or "") or ()
        return next((code for code in spoken if code in i18n.LANGUAGES), i18n.DEFAULT)


def recipient(account: Account) -> Recipient:
    """Return a person as a recipient of letters."""
    return Recipient(str(account.id), account.email, account.language, account)


def _kept_by(account: Account) -> Iterator[EntryKey]:
    """Yield the kinds and keys of the desks, the authority and the State for which a person answers."""
    for desk in account.desks:
        yield FocalPoint.KIND, desk.focal_point_key
    if account.authority_key:
        yield Authority.KIND, account.authority_key
    if account.role == Role.COORDINATOR and account.jurisdiction_key:
        yield Jurisdiction.KIND, account.jurisdiction_key
