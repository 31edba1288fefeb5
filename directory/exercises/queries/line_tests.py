"""Reads what an exercise of level 1 has shown: which tests of lines were made, and how each ended."""

from collections import Counter
from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta

from sqlalchemy import func, select

from directory.extensions import db
from directory.models import Exercise, FocalPoint, PlannedTest, ReachabilityPlan, ReachabilityTest
from directory.verification.drawn_hours import zone_of_desk
from directory.vocabulary import ReachabilityOutcome, ReachabilityWay

SATURDAY = 5
DAYTIME = range(8, 18)
# The parts of the week at the desk.
DAY, NIGHT, WEEKEND = "day", "night", "weekend"


@dataclass(frozen=True)
class LineTestResult:
    """How one test ended. `way` and `outcome` are codes of TEST_WAYS and TEST_OUTCOMES.

    - `state`: the key of the State of the desk
    - `asked_at`: the local time at the desk; None if the test was not made
    - `waited`: the time until the answer, or None
    """

    desk: str
    state: str
    way: str
    outcome: str
    asked_at: datetime | None
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

    @property
    def part_of_week(self) -> str:
        """DAY, NIGHT or WEEKEND at the desk; empty if the test was not made."""
        if self.asked_at is None:
            return ""
        if self.asked_at.weekday() >= SATURDAY:
            return WEEKEND
        return DAY if self.asked_at.hour in DAYTIME else NIGHT


@dataclass(frozen=True)
class TestProgress:
    """How many tests of an exercise are over, and how many are still to come or go on."""

    __test__ = False

    over: int
    to_come: int


def list_line_results(exercise: Exercise) -> list[LineTestResult]:
    """Return how the tests of an exercise ended, in the order in which they were made. Tests that go on are left
    out."""
    over = ReachabilityTest.exercise_id == exercise.id, ReachabilityTest.outcome != ReachabilityOutcome.NONE
    query = select(ReachabilityTest, FocalPoint).join(ReachabilityTest.focal_point).where(*over)
    rows = db.session.execute(query.order_by(ReachabilityTest.id))
    return [_result(test, desk) for test, desk in rows]


def get_progress(exercise: Exercise) -> TestProgress:
    """Return how far the tests of an exercise are. Their hours are kept from everybody."""
    outcomes: Sequence[str] = db.session.scalars(
        select(ReachabilityTest.outcome).where(ReachabilityTest.exercise_id == exercise.id)
    ).all()
    of_exercise = ReachabilityPlan.exercise_id == exercise.id
    planned = db.session.scalar(select(func.count(PlannedTest.id)).join(PlannedTest.plan).where(of_exercise)) or 0
    going_on = Counter(outcomes)[ReachabilityOutcome.NONE]
    return TestProgress(over=len(outcomes) - going_on, to_come=planned + going_on)


def _result(test: ReachabilityTest, desk: FocalPoint) -> LineTestResult:
    return LineTestResult(
        desk=desk.key,
        state=desk.authority.jurisdiction_key or "",
        way=test.way,
        outcome=test.outcome,
        asked_at=test.asked_at.astimezone(zone_of_desk(desk)) if test.asked_at else None,
        waited=test.answered_at - test.asked_at if test.answered_at and test.asked_at else None,
    )
