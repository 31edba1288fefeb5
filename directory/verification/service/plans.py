"""Plans tests of lines at hours drawn at random, and starts each test when its hour comes."""

from collections.abc import Iterator
from datetime import datetime, timedelta
from functools import partial
from random import Random, SystemRandom

from directory import clock
from directory.access.current_viewer import require
from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.audit.chain import record
from directory.errors import LimitReached, NotPermitted
from directory.extensions import db
from directory.focal_points.contacts import PHONE
from directory.jobs.batches import STRICT, BatchRun
from directory.models import Exercise, FocalPoint, PlannedTest, ReachabilityPlan, ReachabilityTest
from directory.tokens import public_id
from directory.verification.drawn_hours import draw, hours_of, zone_of_desk
from directory.verification.queries import plans as queries
from directory.verification.queries.lines import find_line, list_lines
from directory.verification.service.limits_of_tests import require_below_limits_of_desk
from directory.verification.service.reachability_messages import MINUTES_TO_ANSWER, new_alarm, new_message
from directory.verification.service.reachability_outcomes import finish, record_test, tell_author
from directory.verification.tested_side import is_kept_from
from directory.vocabulary import ReachabilityOutcome, ReachabilityWay

QUARTER = timedelta(days=91)
PLANS_AT_ONCE = 100
# Every test of an exercise begins at least this long before the end of the exercise.
EXERCISE_LEEWAY = timedelta(hours=2)
SOURCE = SystemRandom()


def plan(viewer: Viewer, desk: FocalPoint, tests_per_quarter: int, source: Random = SOURCE) -> None:
    """Plan `tests_per_quarter` tests of each line of a desk within a quarter from now, and draw their hours. An earlier
    plan of the desk ends, and its tests are dropped. If `tests_per_quarter` is 0, no new plan is made. If another
    person made the earlier plan, this person is told by mail.

    Raises NotPermitted if the desk is out of the viewer's scope, or the plan is kept from the viewer.
    """
    require(viewer, Action.VERIFY, desk.place())
    now, before = clock.now(), queries.find_plan(desk.key)
    author = before.author if before is not None else None
    if before is not None:
        if is_kept_from(viewer, desk, before.author_id):
            raise NotPermitted
        end(before, now)
    if tests_per_quarter and viewer.account_id is not None:
        made = ReachabilityPlan(
            focal_point_key=desk.key,
            author_id=viewer.account_id,
            tests_per_quarter=tests_per_quarter,
            drawn_until=now,
        )
        db.session.add(made)
        db.session.flush()
        _draw_quarter(made, now, source)
    number = record(viewer.account_id, "plan_tests", ("reachability_plan", desk.key))
    if author is not None and author.id != viewer.account_id:
        tell_author(author, desk, "reachability_plan_changed", number, "verification/reachability/plan")


def plan_exercise(exercise: Exercise, desk: FocalPoint, author_id: int, now: datetime, source: Random = SOURCE) -> None:
    """Plan one test of each line of a desk within an exercise, and draw the hours. The caller records the act."""
    made = ReachabilityPlan(
        focal_point_key=desk.key,
        author_id=author_id,
        exercise_id=exercise.id,
        tests_per_quarter=1,
        drawn_until=exercise.ends_at - EXERCISE_LEEWAY,
    )
    db.session.add(made)
    db.session.flush()
    _draw(made, now, source)


def plan_again(test: ReachabilityTest, now: datetime) -> None:
    """Plan a call again that was taken back, due at once. Do nothing if the test is part of no exercise, or of an
    exercise that is over."""
    plan = queries.find_exercise_plan(test.exercise_id, test.focal_point_key) if test.exercise_id is not None else None
    if plan is not None:
        plan.planned.append(PlannedTest(contact_key=test.contact_key, way=test.way, due_at=now))


def end(plan: ReachabilityPlan, now: datetime) -> None:
    """Delete a plan and its tests that were not made. For a plan of an exercise, store each of these tests as
    cancelled."""
    for planned in list(plan.planned):
        _drop(planned, now)
    db.session.delete(plan)
    db.session.flush()


def take_due_plans(now: datetime, run: BatchRun = STRICT, source: Random = SOURCE) -> int:
    """Handle up to PLANS_AT_ONCE plans, and return the number of plans that were tried. Due tests are sent. A plan
    whose quarter is over gets the tests of a new quarter. A test that has lapsed, or whose desk was tested too often
    lately, gets a new hour.

    A plan ends if its desk has ended, or if its author may no longer test the desk. A plan of an exercise ends also if
    the desk has left the network of the exercise.
    """
    due = queries.list_due_plans(now, PLANS_AT_ONCE, run.failed)
    for one in due:
        run.attempt(one.id, partial(_take, one, now, source))
    return len(due)


def _take(plan: ReachabilityPlan, now: datetime, source: Random) -> None:
    if not _goes_on(plan):
        end(plan, now)
    elif plan.exercise_id is None and plan.drawn_until <= now:
        _draw_quarter(plan, now, source)
    else:
        for planned in [one for one in plan.planned if queries.is_due(one, now)]:
            _take_test(planned, now, source)


def _take_test(planned: PlannedTest, now: datetime, source: Random) -> None:
    if queries.has_lapsed(planned, now) or not _is_desk_below_limits(planned):
        _draw_hour(planned, now, source)
    else:
        _have_sent(planned, now)
        planned.plan.planned.remove(planned)


def _is_desk_below_limits(planned: PlannedTest) -> bool:
    try:
        require_below_limits_of_desk(planned.plan.focal_point, ReachabilityWay(planned.way))
    except LimitReached:
        return False
    return True


def _goes_on(plan: ReachabilityPlan) -> bool:
    desk = plan.focal_point
    exercise = db.session.get(Exercise, plan.exercise_id) if plan.exercise_id is not None else None
    if desk.has_ended or (exercise is not None and desk.network_key != exercise.network_key):
        return False
    return plan.author.active and may(viewer_of(plan.author), Action.VERIFY, desk.place())


def _draw_quarter(plan: ReachabilityPlan, now: datetime, source: Random) -> None:
    plan.drawn_until = now + QUARTER
    _draw(plan, now, source)


def _draw(plan: ReachabilityPlan, now: datetime, source: Random) -> None:
    plan.planned = [
        PlannedTest(contact_key=line, way=way, due_at=now)
        for line, way in _tested(plan.focal_point)
        for _ in range(plan.tests_per_quarter)
    ]
    for planned in list(plan.planned):
        _draw_hour(planned, now, source)


def _draw_hour(planned: PlannedTest, now: datetime, source: Random) -> None:
    plan = planned.plan
    desk = plan.focal_point
    due_at = draw(hours_of(desk), zone_of_desk(desk), now, plan.drawn_until, source) if _is_there(planned) else None
    if due_at is None:
        _drop(planned, now)
    else:
        planned.due_at = due_at


def _drop(planned: PlannedTest, now: datetime) -> None:
    plan = planned.plan
    if plan.exercise_id is not None and _is_there(planned):
        _keep_as_cancelled(planned, now)
    plan.planned.remove(planned)


def _keep_as_cancelled(planned: PlannedTest, now: datetime) -> None:
    plan = planned.plan
    test = ReachabilityTest(
        public_id=public_id(),
        focal_point_key=plan.focal_point_key,
        contact_key=planned.contact_key,
        author_id=plan.author_id,
        way=planned.way,
        is_planned=True,
        exercise_id=plan.exercise_id,
    )
    finish(test, ReachabilityOutcome.CANCELLED, now)
    db.session.add(test)
    record_test(None, "cancel_test", test)


def _is_there(planned: PlannedTest) -> bool:
    return not planned.contact_key or find_line(planned.plan.focal_point, planned.contact_key) is not None


def _tested(desk: FocalPoint) -> Iterator[tuple[str, ReachabilityWay]]:
    """Yield the key and the way of each test: a call to each phone number, a message to each mail address, and an alarm
    to the people on duty. Lines of the institution are tested only if the desk has none of its own."""
    lines = list_lines(desk)
    own = [one for one in lines if one.network_key == desk.network_key]
    for line in own or lines:
        yield line.key, ReachabilityWay.CALL if line.means == PHONE else ReachabilityWay.MESSAGE
    yield "", ReachabilityWay.ALARM


def _have_sent(planned: PlannedTest, now: datetime) -> None:
    plan = planned.plan
    if planned.way == ReachabilityWay.ALARM:
        made = new_alarm(plan.focal_point_key, plan.author_id, now, is_planned=True)
        made.exercise_id = plan.exercise_id
    elif _is_there(planned):
        line = planned.contact_key
        made = new_message(plan.focal_point_key, line, plan.author_id, now, MINUTES_TO_ANSWER, 0, is_planned=True)
        made.exercise_id = plan.exercise_id
