"""Limits of tests, so that nobody can flood a desk or wake its people again and again. A limit is a pair: the most
tests, and the period in which they are counted."""

from collections.abc import Iterable
from datetime import timedelta

from sqlalchemy import ColumnElement, or_, select

from directory import clock
from directory.errors import LimitReached
from directory.extensions import db
from directory.models import FocalPoint, ReachabilityTest
from directory.verification.messages import DESK_TESTED_OFTEN, PERSON_TESTED_OFTEN
from directory.vocabulary import ReachabilityOutcome, ReachabilityWay

HOUR, DAY = timedelta(hours=1), timedelta(days=1)
# A desk seldom has more than six lines: each of them can be tested, and tested again after a mistake.
OF_DESK = ((12, HOUR), (24, DAY))
# Each alarm may wake people at night.
ALARMS_OF_DESK = ((2, HOUR), (4, DAY))
# One person can test the desks of a large network in two days.
OF_PERSON = ((40, HOUR), (120, DAY))
# A test that was cancelled before it was made has reached nobody, and counts in no limit.
IS_COUNTED = or_(ReachabilityTest.outcome != ReachabilityOutcome.CANCELLED, ReachabilityTest.asked_at.is_not(None))
# The most messages that may wait to be sent to a desk. Without this limit, many could be sent in the same hour.
MOST_WAITING = 6


def require_below_limits(author: int | None, desk: FocalPoint, way: ReachabilityWay) -> None:
    """Raise LimitReached if a desk was tested too often lately, or if the person with the account id `author` made too
    many tests. Planned tests do not count for the person. Call this inside `committing`."""
    require_below_limits_of_desk(desk, way)
    own = ReachabilityTest.author_id == author, ReachabilityTest.is_planned.is_(False)
    _require(OF_PERSON, PERSON_TESTED_OFTEN, *own)


def require_below_limits_of_desk(desk: FocalPoint, way: ReachabilityWay) -> None:
    """Raise LimitReached if a desk was tested too often lately. Call this inside `committing`."""
    of_desk = ReachabilityTest.focal_point_key == desk.key
    _require(OF_DESK, DESK_TESTED_OFTEN, of_desk)
    if way is ReachabilityWay.ALARM:
        _require(ALARMS_OF_DESK, DESK_TESTED_OFTEN, of_desk, ReachabilityTest.way == way)


def _require(limits: Iterable[tuple[int, timedelta]], message: object, *counted: ColumnElement[bool]) -> None:
    for most, period in limits:
        newest = select(ReachabilityTest.made_at).where(IS_COUNTED, *counted).order_by(ReachabilityTest.made_at.desc())
        first = db.session.scalar(newest.where(ReachabilityTest.made_at > clock.now() - period).offset(most - 1))
        if first is not None:
            raise LimitReached(round((first + period - clock.now()).total_seconds()), message)
