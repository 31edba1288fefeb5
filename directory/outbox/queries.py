"""Reads the outbox: what waits, what was given up, and whom mail does not reach."""

from collections.abc import Iterator
from datetime import datetime

from sqlalchemy import func, select

from directory.clock import as_utc
from directory.extensions import db
from directory.models import BouncedAddress, Mail
from directory.paging import Paged, page_of

UNREACHED = ("given_up", "bounced")
# The letter that tells administrators of such mail: one that does not arrive is nothing to write of.
TOLD_OF_UNREACHED = "alert_unreached"
_UNREACHED = select(Mail).where(Mail.state.in_(UNREACHED)).order_by(Mail.id.desc())


def same_address(address: str) -> str:
    """Return an address as bounces are kept by: in small letters."""
    return address.strip().lower()


def is_bounced(address: str) -> bool:
    """Return whether mail does not reach this address."""
    return db.session.get(BouncedAddress, same_address(address)) is not None


def get_oldest_unsent() -> datetime | None:
    """Return when the oldest mail that still waits was queued, or None if none does."""
    oldest = db.session.scalar(select(func.min(Mail.queued_at)).where(Mail.state == "waiting"))
    return as_utc(oldest) if oldest else None


def count_mail(state: str) -> int:
    """Return how many messages are in a state."""
    return db.session.scalar(select(func.count()).select_from(Mail).where(Mail.state == state)) or 0


def count_unreached(since: datetime) -> int:
    """Return how many messages that were queued since then were given up or bounced, without letters about such."""
    is_of_site = Mail.letter.not_in((TOLD_OF_UNREACHED, f"{TOLD_OF_UNREACHED}_over"))
    found = select(Mail.id).where(Mail.state.in_(UNREACHED), Mail.queued_at > since, is_of_site)
    return db.session.scalar(select(func.count()).select_from(found.subquery())) or 0


def get_hindered() -> Mail | None:
    """Return the oldest message that waits although it was tried, with what the try failed by as its fault."""
    hindered = select(Mail).where(Mail.state == "waiting", Mail.fault != "")
    return db.session.scalar(hindered.order_by(Mail.queued_at, Mail.id).limit(1))


def list_unreached(page: int) -> Paged[Mail]:
    """Return one page of the mail that was given up or bounced, newest first."""
    return page_of(_UNREACHED, page)


def unreached() -> Iterator[Mail]:
    """Yield all mail that was given up or bounced, newest first."""
    yield from db.session.scalars(_UNREACHED)
