"""Limits of the requests to other servers: one page or table of a host in a minute, and a number of them in a day."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, and_, func, select

from directory.extensions import db
from directory.models import SourcePage, SourceRequest, SourceTable
from directory.sources.public_hosts import host_of

DAY = timedelta(days=1)
# A host is asked again after this time at the earliest.
PAUSE = timedelta(minutes=1)

Asked = TypeVar("Asked", SourcePage, SourceTable)


def in_turn(rows: Iterable[Asked], now: datetime, most_a_day: int) -> list[Asked]:
    """Return the first row of each host, in the order given. Hosts that were asked within PAUSE are left out.

    These rows, and the pages and tables that were asked for in the last 24 hours, are together at most `most_a_day`.
    """
    resting = set(db.session.scalars(select(SourceRequest.host).where(_is_within(now, PAUSE))))
    by_host: dict[str, Asked] = {}
    for row in rows:
        by_host.setdefault(host_of(row.address), row)
    found = [row for host, row in by_host.items() if host not in resting]
    return found[: max(0, most_a_day - _count(now))]


def note_request(address: str, now: datetime, most_a_day: int) -> bool:
    """Note that the host of an address is asked now, and return True. Call this inside `committing`, then ask.

    Return False, and note nothing, if the host was asked within PAUSE, or if `most_a_day` is reached. Another process
    may have asked after `in_turn` was called.
    """
    for old in db.session.scalars(select(SourceRequest).where(~_is_within(now, DAY))).all():
        db.session.delete(old)
    host = host_of(address)
    is_resting = select(SourceRequest.id).where(SourceRequest.host == host, _is_within(now, PAUSE)).limit(1)
    if _count(now) >= most_a_day or db.session.scalar(is_resting) is not None:
        return False
    db.session.add(SourceRequest(host=host, asked_at=now))
    return True


def _count(now: datetime) -> int:
    return db.session.scalar(select(func.count(SourceRequest.id)).where(_is_within(now, DAY))) or 0


def _is_within(now: datetime, time: timedelta) -> ColumnElement[bool]:
    """Return the SQL condition that a request was made less than this time before `now`.

    A request after `now` counts too, since another process may have begun its run later. A request more than a day
    after `now` is of a clock that was wrong, and does not count.
    """
    return and_(SourceRequest.asked_at > now - time, SourceRequest.asked_at <= now + DAY)
