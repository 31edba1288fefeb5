"""Reads the outbox: mail that waits, mail that was given up, and addresses that bounce."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select

from directory.clock import as_utc
from directory.extensions import db
from directory.models import BouncedAddress, Mail
from directory.paging import Paged, paginate

UNREACHED = ("given_up", "bounced")
# The letter that reports undelivered mail to administrators. It is not counted: a lost letter would cause the next one.
TOLD_OF_UNREACHED = "alert_unreached"
_UNREACHED = select(Mail).where(Mail.state.in_(UNREACHED)).order_by(Mail.id.desc())


def normalized_address(address: str) -> str:
    """Return an address trimmed and in lower case. Bounced addresses are stored in this form."""
    return address.strip().lower()


def is_bounced(address: str) -> bool:
    """Return whether this address is recorded as bouncing."""
    return db.session.get(BouncedAddress, normalized_address(address)) is not None


def list_bounced() -> set[str]:
    """Return the addresses that are recorded as bouncing, normalized."""
    return set(db.session.scalars(select(BouncedAddress.address)))


def get_oldest_unsent() -> datetime | None:
    """Return the time at which the oldest waiting mail was queued, or None if no mail waits."""
    oldest = db.session.scalar(select(func.min(Mail.queued_at)).where(Mail.state == "waiting"))
    return as_utc(oldest) if oldest else None


def count_mail(state: str) -> int:
    """Return the number of messages in a state, such as `waiting`, `sent`, `bounced` or `given_up`."""
    return db.session.scalar(select(func.count()).select_from(Mail).where(Mail.state == state)) or 0


def count_unreached(since: datetime) -> int:
    """Return the number of messages queued after `since` that were given up or bounced. Alerts about undelivered mail
    are not counted."""
    is_of_site = Mail.letter.not_in((TOLD_OF_UNREACHED, f"{TOLD_OF_UNREACHED}_over"))
    found = select(Mail.id).where(Mail.state.in_(UNREACHED), Mail.queued_at > since, is_of_site)
    return db.session.scalar(select(func.count()).select_from(found.subquery())) or 0


def get_oldest_failing() -> Mail | None:
    """Return the oldest waiting message whose last try failed, or None if there is no such message. `fault` contains
    the reason."""
    hindered = select(Mail).where(Mail.state == "waiting", Mail.fault != "")
    return db.session.scalar(hindered.order_by(Mail.queued_at, Mail.id).limit(1))


def list_unreached(page: int) -> Paged[Mail]:
    """Return one page of the mail that was given up or bounced, newest first.

    The caller checks that the viewer is an administrator.
    """
    return paginate(_UNREACHED, page)


def unreached() -> Iterator[Mail]:
    """Yield all mail that was given up or bounced, newest first."""
    yield from db.session.scalars(_UNREACHED)
