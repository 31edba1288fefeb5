"""Reminds offices, at most once a week, of requests that have waited for longer than usual. The letter names none."""

from datetime import datetime, timedelta

from sqlalchemy import select

from directory import clock
from directory.consultations.queries.people import list_people_of_authority
from directory.extensions import db
from directory.models import DocketEntry, DocketReminder
from directory.outbox.service import queue
from directory.requests.queries.entries import LATE, is_overdue

EVERY = timedelta(days=7)
BATCH_SIZE = 20


def remind_some(now: datetime) -> int:
    """Remind up to BATCH_SIZE offices that are due, and return their number."""
    lately = select(DocketReminder.authority_key).where(DocketReminder.sent_at > now - EVERY)
    is_due = (is_overdue(clock.today()), DocketEntry.authority_key.not_in(lately))
    due = select(DocketEntry.authority_key).where(*is_due).distinct()
    offices = db.session.scalars(due.order_by(DocketEntry.authority_key).limit(BATCH_SIZE)).all()
    for office in offices:
        _remind(office, now)
    return len(offices)


def _remind(office: str, now: datetime) -> None:
    db.session.merge(DocketReminder(authority_key=office, sent_at=now))
    for one in list_people_of_authority(office):
        key = f"docket:{office}:{now:%Y-%m-%d}:{one.id}"
        queue("requests_late", one.email, one.language, key=key, path=f"requests?state={LATE}")
