"""Limits the requests to other servers: one a minute to each host, and a given number a day to all hosts together."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypeVar

from sqlalchemy import ColumnElement, and_, func, select

from directory.extensions import db
from directory.models import SourcePage, SourceRequest, SourceTable
from directory.sources.public_hosts import host_of

DAY = timedelta(days=1)
# The shortest time between two requests to one host.
PAUSE = timedelta(minutes=1)

Asked = TypeVar("Asked", SourcePage, SourceTable)


def in_turn(rows: Iterable[Asked], now: datetime, most_a_day: int) -> list[Asked]:
    """Return the pages or tables that may be requested now: for each host the first in `rows`, up to the number of
    requests that are left for the day. Hosts that were requested within PAUSE are left out.

    Call `note_request` before each request. If `note_request` returns False, make no request.
    """
    resting = set(db.session.scalars(select(SourceRequest.host).where(_is_within(now, PAUSE))))
    by_host: dict[str, Asked] = {}
    for row in rows:
        by_host.setdefault(host_of(row.address), row)
    found = [row for host, row in by_host.items() if host not in resting]
    return found[: max(0, most_a_day - _count(now))]


def note_request(address: str, now: datetime, most_a_day: int) -> bool:
    """Record a request to the host of an address, and return True. Return False if the limit of the host or of the day
    is reached.

    Call this inside `committing`.
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
    """Return the SQL condition that a request was made in the last `time`.

    A request up to a day after `now` counts too, since clocks differ. A request with a later time does not count: its
    time comes from a wrong clock.
    """
    return and_(SourceRequest.asked_at > now - time, SourceRequest.asked_at <= now + DAY)
