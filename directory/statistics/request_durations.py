"""Publishes how long requests to each State usually take: on the page of the State and in answers of the atlas.

Everybody reads this, so it must tell of no single request and of no single list: there is nothing unless many requests
from several States have ended, no number of requests is told, and days are rounded. It is counted once a quarter, so
that nobody can watch single requests come in.
"""

from collections import Counter
from collections.abc import Iterable, Sequence
from datetime import date, datetime

from sqlalchemy import select

from directory.audit.chain import record
from directory.extensions import db
from directory.jurisdictions.request_duration import FEWEST_ENDED, FEWEST_STATES, YEARS
from directory.models import RequestDuration
from directory.statistics.durations import HALF, MOST, days_until, rounded_up
from directory.statistics.periods import finished_quarters
from directory.statistics.queries.requests import CountedRequest, list_as_of


def publish_durations(now: datetime) -> None:
    """Count anew if a quarter has ended since the last count. Records an audit event for each State whose row is made,
    changed or deleted. Call this inside `committing`."""
    until = finished_quarters(now)[0].ends_at
    since = date(until.year - YEARS, until.month, 1)
    stored = {one.jurisdiction_key: one for one in db.session.scalars(select(RequestDuration))}
    if any(one.until == until.date() for one in stored.values()):
        return
    made = {one.jurisdiction_key: one for one in _durations(list_as_of(since, until), since, until.date())}
    for state in sorted(stored.keys() | made.keys()):
        if state in made:
            db.session.merge(made[state])
        else:
            db.session.delete(stored[state])
        record(None, "publish_request_duration", ("request_duration", state))


def _durations(found: Sequence[CountedRequest], since: date, until: date) -> Iterable[RequestDuration]:
    requested: dict[str, list[CountedRequest]] = {}
    for one in found:
        requested.setdefault(one.requested, []).append(one)
    for state, own in requested.items():
        half, most = (days_until(share, [one.observed for one in own]) for share in (HALF, MOST))
        if _are_enough(own) and half is not None:
            yield RequestDuration(
                jurisdiction_key=state,
                since=since,
                until=until,
                half_days=rounded_up(half),
                most_days=None if most is None else rounded_up(most),
            )


def _are_enough(own: Iterable[CountedRequest]) -> bool:
    """Return whether enough requests have ended, from enough States, and from no State more than half of them."""
    ended = Counter(one.requesting for one in own if one.observed.has_ended)
    return ended.total() >= FEWEST_ENDED and len(ended) >= FEWEST_STATES and 2 * max(ended.values()) <= ended.total()
