"""Says who confirmed entries last and when, in the reader's language."""

from collections.abc import Collection
from datetime import date

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from directory import i18n
from directory.accounts.queries import viewer_of
from directory.clock import as_utc
from directory.extensions import db
from directory.models import Account, Authority, Verification
from directory.models.details import EntryKey
from directory.proposals.verifying_office import office_of
from directory.verification.queries.entries import last_verifications


class LastConfirmations:
    """The last confirmations of several entries."""

    def __init__(self, keys: Collection[EntryKey], language: str) -> None:
        self._language = language
        self._last = last_verifications(keys)
        query = select(Account).where(Account.id.in_({one.account_id for one in self._last.values()} - {None}))
        options = map(selectinload, (Account.networks, Account.desks))
        self._offices = {
            account.id: {office_of(viewer_of(account)): office_of(viewer_of(account), language)}
            for account in db.session.scalars(query.options(*options))
        }

    def of(self, entry_key: EntryKey, office: Authority | None) -> tuple[str, date | None]:
        """Return the name of the office that confirmed an entry last, and the day. Return ("", None) if nobody has
        confirmed the entry. `office` is the authority of the entry, or None."""
        last = self._last.get(entry_key)
        return (self._name(last, office), as_utc(last.verified_at).date()) if last is not None else ("", None)

    def _name(self, last: Verification, office: Authority | None) -> str:
        """Return the name of the office that confirmed. If `office` or the office of the account that confirmed still
        has the stored name, return the name in the reader's language, otherwise as it was stored."""
        known = self._offices.get(last.account_id or 0, {})
        if office is not None and office.name.text(i18n.DEFAULT) == last.office:
            return office.name.text(self._language)
        return known.get(last.office, last.office)
