"""Links with which a person signs in or chooses a new password, each valid once and for a limited time."""

from datetime import timedelta
from enum import StrEnum

from sqlalchemy import func, not_, select

from directory.accounts.queries import get
from directory.clock import as_utc, has_expired, now
from directory.errors import Expired
from directory.extensions import db
from directory.models import Account, AccountLink
from directory.tokens import digest_of, new_token


class LinkPurpose(StrEnum):
    """The purpose of a link: to sign in and choose a password, or to replace a lost password."""

    SIGN_IN = "sign_in"
    RESET = "reset"


# At most this many links for a new password are valid at once, so that repeated requests do not fill a mailbox.
MOST_RESETS = 3
GOOD_FOR = {LinkPurpose.SIGN_IN: timedelta(hours=48), LinkPurpose.RESET: timedelta(hours=1)}


def make(account: Account | None, purpose: LinkPurpose) -> str:
    """Store a new link, and return its secret. Call this inside `committing`.

    If `account` is None, the link cannot be used, but making the link takes the same time.
    """
    token, digest = new_token()
    account_id = None if account is None else account.id
    db.session.add(
        AccountLink(digest=digest, account_id=account_id, purpose=purpose, expires_at=now() + GOOD_FOR[purpose])
    )
    return token


def count_open(account: Account) -> int:
    """Return the number of a person's links for a new password that can still be used."""
    mine = AccountLink.account_id == account.id, AccountLink.purpose == LinkPurpose.RESET
    over = has_expired(AccountLink.expires_at, now(), GOOD_FOR[LinkPurpose.RESET])
    good = AccountLink.used_at.is_(None), not_(over)
    return db.session.scalar(select(func.count(AccountLink.id)).where(*mine, *good)) or 0


def drop(account: Account, *purposes: LinkPurpose) -> None:
    """End a person's unused links that have one of these purposes."""
    unused = select(AccountLink).where(AccountLink.account_id == account.id, AccountLink.used_at.is_(None))
    for link in db.session.scalars(unused.where(AccountLink.purpose.in_(purposes))):
        link.used_at = now()


def person_of(token: str, purpose: LinkPurpose) -> Account:
    """Return the person of a link without using up the link. Raises Expired if the link is not valid or the person is
    not active."""
    link = _find(token, purpose)
    account = get(link.account_id) if link is not None and link.account_id is not None else None
    if account is None or not account.active:
        raise Expired
    return account


def use(token: str, purpose: LinkPurpose) -> Account:
    """Return the person of a link, and end all the person's links for this purpose. Raises Expired if the link is not
    valid or the person is not active. Call this inside `committing`."""
    account = person_of(token, purpose)
    drop(account, purpose)
    return account


def _find(token: str, purpose: LinkPurpose) -> AccountLink | None:
    link = db.session.scalar(
        select(AccountLink).where(AccountLink.digest == digest_of(token), AccountLink.purpose == purpose)
    )
    if link is None or link.used_at is not None or has_expired(as_utc(link.expires_at), now(), GOOD_FOR[purpose]):
        return None
    return link
