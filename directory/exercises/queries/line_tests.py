"""Reads what an exercise of level 1 has shown: which tests of lines were made, and how each ended."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select
from sqlalchemy.orm import joinedload

from directory.extensions import db
from directory.focal_points.weekends import weekend_of
from directory.models import Authority, Exercise, FocalPoint, PlannedTest, ReachabilityPlan, ReachabilityTest
from directory.verification.drawn_hours import zone_of_desk
from directory.vocabulary import ReachabilityOutcome, ReachabilityWay


@dataclass(frozen=True)
class LineTestResult:
    """How one test ended. `way` and `outcome` are codes of TEST_WAYS and TEST_OUTCOMES.

    - `state`: the key of the State of the desk
    - `asked_at`: the local time at the desk; None if the test was not made
    - `is_weekend`: the day of `asked_at` is of the weekend of the desk's State
    - `waited`: the time until the answer, or None
    """

    desk: str
    state: str
    way: str
    outcome: str
    asked_at: datetime | None
    is_weekend: bool
    waited: timedelta | None

    @property
    def is_made(self) -> bool:
        """Whether the desk was asked, and the test was not ended before its time."""
        return self.outcome != ReachabilityOutcome.CANCELLED

    @property
    def is_answered(self) -> bool:
        """Whether the desk answered rightly and in time."""
        return self.outcome == ReachabilityOutcome.ANSWERED

    @property
    def is_reached(self) -> bool:
        """Whether a message or an alarm arrived, or somebody of the desk answered a call."""
        has_arrived = self.outcome in (ReachabilityOutcome.WRONG, ReachabilityOutcome.SILENT)
        return self.is_answered or (has_arrived and self.way != ReachabilityWay.CALL)


@dataclass(frozen=True)
class TestProgress:
    """How many tests of an exercise are over, and how many are still to come or go on."""

    __test__ = False

    over: int
    to_come: int


def list_line_results(exercise: Exercise) -> list[LineTestResult]:
    """Return how the tests of an exercise ended, in the order in which they were made. Tests that go on, and calls that
    were taken back, are left out."""
    left_out = ReachabilityOutcome.NONE, ReachabilityOutcome.TAKEN_BACK
    over = ReachabilityTest.exercise_id == exercise.id, ReachabilityTest.outcome.not_in(left_out)
    query = select(ReachabilityTest, FocalPoint).join(ReachabilityTest.focal_point).where(*over)
    whole = joinedload(FocalPoint.authority).joinedload(Authority.jurisdiction)
    rows = db.session.execute(query.options(whole).order_by(ReachabilityTest.id))
    return [_result(test, desk) for test, desk in rows]


def get_progress(exercise: Exercise) -> TestProgress:
    """Return how many tests of the exercise are over and how many are not. The hours of tests to come stay secret."""
    outcomes: Sequence[str] = db.session.scalars(
        select(ReachabilityTest.outcome).where(
            ReachabilityTest.exercise_id == exercise.id, ReachabilityTest.outcome != ReachabilityOutcome.TAKEN_BACK
        )
    ).all()
    of_exercise = ReachabilityPlan.exercise_id == exercise.id
    planned = db.session.scalar(select(func.count(PlannedTest.id)).join(PlannedTest.plan).where(of_exercise)) or 0
    going_on = Counter(outcomes)[ReachabilityOutcome.NONE]
    return TestProgress(over=len(outcomes) - going_on, to_come=planned + going_on)


def _result(test: ReachabilityTest, desk: FocalPoint) -> LineTestResult:
    state = desk.authority.jurisdiction_key or ""
    local = test.asked_at.astimezone(zone_of_desk(desk)) if test.asked_at else None
    return LineTestResult(
        desk=desk.key,
        state=state,
        way=test.way,
        outcome=test.outcome,
        asked_at=local,
        is_weekend=local is not None and local.weekday() in weekend_of(state),
        waited=test.answered_at - test.asked_at if test.answered_at and test.asked_at else None,
    )
