"""Results of a desk's reachability tests: whether the desk answers and how soon.

A viewer sees these results only for a desk whose rota the viewer may read.
"""

import statistics
from collections.abc import Collection, Iterable
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, Protocol

from sqlalchemy import ColumnElement, Select, and_, case, exists, func, or_, select, true
from sqlalchemy.orm import aliased

from directory import clock
from directory.access.viewer import Viewer
from directory.clock import as_utc
from directory.extensions import db
from directory.focal_points.queries import may_read_rota, rota_is_readable
from directory.focal_points.rotas.queries import own_zone
from directory.models import ContactDetail, FocalPoint, ReachabilityTest
from directory.people.presenters.words import InstantText, moment
from directory.vocabulary import ENDED_STATUSES, ReachabilityOutcome

LOOKED_BACK = timedelta(days=365)
# Only these outcomes count: a message that was not sent or did not arrive shows nothing about the desk.
CONCLUSIVE_OUTCOMES = (
    ReachabilityOutcome.ANSWERED,
    ReachabilityOutcome.WRONG,
    ReachabilityOutcome.SILENT,
    ReachabilityOutcome.WRONG_NUMBER,
)
# The SQL condition that a test counts: it has a conclusive outcome and is part of no exercise.
IS_CONCLUSIVE = ReachabilityTest.outcome.in_(CONCLUSIVE_OUTCOMES) & ReachabilityTest.exercise_id.is_(None)
# Nobody of the desk answered.
UNANSWERED = (ReachabilityOutcome.SILENT, ReachabilityOutcome.WRONG_NUMBER)


class TimedTest(Protocol):
    """A reachability test. `asked_at` and `answered_at` are None if no such time is known."""

    @property
    def asked_at(self) -> datetime | None: ...  # noqa: D102

    @property
    def answered_at(self) -> datetime | None: ...  # noqa: D102


@dataclass(frozen=True)
class Reachability:
    """The results of a desk's tests in the last year. Only tests with a conclusive outcome count."""

    tests: int
    # How many tests the desk answered rightly.
    answered: int
    last_answer: InstantText | None
    # The median number of minutes to a right answer.
    minutes: int | None
    # Whether none of the desk's lines answered its last test.
    is_silent: bool

    @property
    def percent(self) -> int:
        """The share of tests that were answered rightly, in whole percent."""
        return round(100 * self.answered / self.tests)


def reachability_of(viewer: Viewer, desk: FocalPoint, now: datetime, language: str) -> Reachability | None:
    """Return the results of a desk's tests in the last year.

    Return None if there are no conclusive tests or the viewer may not read the desk's rota.
    """
    if not may_read_rota(viewer, desk.place()):
        return None
    query = select(ReachabilityTest).where(
        ReachabilityTest.focal_point_key == desk.key,
        IS_CONCLUSIVE,
        ReachabilityTest.finished_at > now - LOOKED_BACK,
    )
    tests = db.session.scalars(query.order_by(ReachabilityTest.finished_at, ReachabilityTest.id)).all()
    if not tests:
        return None
    right = [one for one in tests if one.outcome == ReachabilityOutcome.ANSWERED]
    return Reachability(
        tests=len(tests),
        answered=len(right),
        last_answer=moment(right[-1].answered_at, language, own_zone(viewer)) if right else None,
        minutes=median_minutes(right),
        is_silent=all(one.outcome in UNANSWERED for one in {one.contact_key: one for one in tests}.values()),
    )


def median_minutes(answered: Iterable[TimedTest]) -> int | None:
    """Return the median number of minutes from the question to the answer. Tests without both times are left out. If
    no test is left, return None."""
    waited = [one.answered_at - one.asked_at for one in answered if one.answered_at and one.asked_at]
    return round(statistics.median(one.total_seconds() for one in waited) / 60) if waited else None


def silent_desks(viewer: Viewer) -> Select[Any]:
    """Return the query for the keys of silent desks whose rota the viewer may read.

    A desk is silent if the last test of each tested line within LOOKED_BACK was not answered. Tests of the desk as a
    whole count as tests of one more line.
    """
    return _silent().where(rota_is_readable(viewer))


def count_silent() -> int:
    """Return the number of silent desks (see `silent_desks`). Ended desks are not counted."""
    standing = _silent().where(FocalPoint.status.not_in(ENDED_STATUSES))
    return db.session.scalar(select(func.count()).select_from(standing.subquery())) or 0


def list_silent() -> list[tuple[FocalPoint, datetime]]:
    """Return the silent desks (see `silent_desks`), each with the end of its last test, the earliest first. Ended desks
    are left out."""
    ended_at = func.max(ReachabilityTest.finished_at)
    query = select(FocalPoint, ended_at).join(ReachabilityTest, ReachabilityTest.focal_point_key == FocalPoint.key)
    query = query.where(FocalPoint.key.in_(_silent()), FocalPoint.status.not_in(ENDED_STATUSES))
    rows = db.session.execute(query.group_by(FocalPoint.key).order_by(ended_at, FocalPoint.key))
    return [(desk, as_utc(at)) for desk, at in rows if at is not None]


def is_last_of_line(
    outcomes: Collection[ReachabilityOutcome] = CONCLUSIVE_OUTCOMES, *, with_exercises: bool = False
) -> ColumnElement[bool]:
    """Return the SQL condition that a test is the last of its desk and line with one of these outcomes. Tests of
    exercises are left out, unless `with_exercises` is true."""
    later = aliased(ReachabilityTest)
    is_later = or_(
        later.finished_at > ReachabilityTest.finished_at,
        and_(later.finished_at == ReachabilityTest.finished_at, later.id > ReachabilityTest.id),
    )
    of_line = (
        later.focal_point_key == ReachabilityTest.focal_point_key,
        later.contact_key == ReachabilityTest.contact_key,
    )
    counted = [true() if with_exercises else one.exercise_id.is_(None) for one in (ReachabilityTest, later)]
    is_last = ~exists().where(*of_line, later.outcome.in_(outcomes), counted[1], is_later)
    return and_(ReachabilityTest.outcome.in_(outcomes), counted[0], is_last)


def _silent() -> Select[Any]:
    query = select(ReachabilityTest.focal_point_key).join(ReachabilityTest.focal_point).join(FocalPoint.authority)
    recent = ReachabilityTest.finished_at > clock.now() - LOOKED_BACK
    # Tests of contacts that were removed do not count.
    standing = or_(ReachabilityTest.contact_key == "", ReachabilityTest.contact_key.in_(select(ContactDetail.key)))
    answered = func.sum(case((ReachabilityTest.outcome.in_(UNANSWERED), 0), else_=1))
    last = query.where(is_last_of_line(), recent, standing).group_by(ReachabilityTest.focal_point_key)
    return last.having(answered == 0)
