"""Reads plans of tests, and the calls to make now."""

from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import joinedload, selectinload

from directory.access.policy import Action, permitted_rows, readable
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import Authority, ContactDetail, FocalPoint, PlannedTest, ReachabilityPlan
from directory.verification.queries.reachability import list_desks
from directory.verification.tested_side import is_kept_from
from directory.vocabulary import ENDED_STATUSES, ReachabilityWay

# For this long, people are asked to make a call. After this time, a new hour is drawn for a test that was not made:
# perhaps nobody of the network was awake, or no worker ran.
LAPSES_AFTER = timedelta(hours=4)
OF_NO_EXERCISE = ReachabilityPlan.exercise_id.is_(None)


def find_plan(desk: str) -> ReachabilityPlan | None:
    """Return the plan of a desk, or None if there is none. Plans of exercises are left out."""
    return db.session.scalar(select(ReachabilityPlan).where(ReachabilityPlan.focal_point_key == desk, OF_NO_EXERCISE))


def list_exercise_plans(exercise: int) -> list[ReachabilityPlan]:
    """Return the plans of an exercise that have not ended, sorted by id. `exercise` is the id of the exercise."""
    own = ReachabilityPlan.exercise_id == exercise
    return list(db.session.scalars(select(ReachabilityPlan).where(own).order_by(ReachabilityPlan.id)))


def find_exercise_plan(exercise: int, desk: str) -> ReachabilityPlan | None:
    """Return the plan of a desk in an exercise, or None if the exercise is over. `exercise` is the id of the
    exercise."""
    return next((one for one in list_exercise_plans(exercise) if one.focal_point_key == desk), None)


def list_plans(viewer: Viewer) -> list[tuple[ReachabilityPlan, int]]:
    """Return the plans in the viewer's scope, each with the number of tests to come, sorted by desk key. The hours of
    these tests are shown to nobody. Plans of exercises are left out."""
    to_come = func.count(PlannedTest.id)
    query = select(ReachabilityPlan, to_come).outerjoin(ReachabilityPlan.planned).join(ReachabilityPlan.focal_point)
    query = query.join(FocalPoint.authority).where(_in_scope(viewer), OF_NO_EXERCISE).group_by(ReachabilityPlan.id)
    desks = selectinload(ReachabilityPlan.focal_point).selectinload(FocalPoint.authority)
    rows = db.session.execute(query.options(desks).order_by(ReachabilityPlan.focal_point_key))
    return [(plan, number) for plan, number in rows]


def list_plannable(viewer: Viewer) -> list[FocalPoint]:
    """Return the desks whose tests the viewer may plan, sorted by key. Desks with a plan that is kept from the viewer
    are left out."""
    kept = {
        plan.focal_point_key
        for plan, _number in list_plans(viewer)
        if is_kept_from(viewer, plan.focal_point, plan.author_id)
    }
    return [desk for desk in list_desks(viewer) if desk.key not in kept]


def is_to_call(viewer: Viewer, at: datetime) -> ColumnElement[bool]:
    """Return the SQL condition that a planned test is a call to make now, and that the viewer may make the call. People
    of the desk and of its institution may not."""
    desks = (
        select(ContactDetail.key, ReachabilityPlan.id)
        .select_from(ReachabilityPlan)
        .join(ReachabilityPlan.focal_point)
        .join(FocalPoint.authority)
        .join(ContactDetail, ContactDetail.authority_key == Authority.key)
        .where(
            ContactDetail.key == PlannedTest.contact_key,
            ReachabilityPlan.id == PlannedTest.plan_id,
            FocalPoint.status.not_in(ENDED_STATUSES),
            FocalPoint.key.not_in(sorted(viewer.desks)),
            Authority.key != viewer.authority,
            _in_scope(viewer),
            readable(viewer, ContactDetail.audience, Authority.jurisdiction_key, FocalPoint.network_key),
        )
    )
    return (PlannedTest.way == ReachabilityWay.CALL) & is_offered(at) & desks.correlate(PlannedTest).exists()


def is_offered(at: datetime) -> ColumnElement[bool]:
    """Return the SQL condition that the hour of a planned test has come, and that the test has not lapsed
    (LAPSES_AFTER)."""
    return (PlannedTest.due_at <= at) & (PlannedTest.due_at > at - LAPSES_AFTER)


def list_calls(viewer: Viewer, at: datetime) -> list[PlannedTest]:
    """Return the calls that the viewer may make now, sorted by the time at which they lapse, the earliest first."""
    query = select(PlannedTest).where(is_to_call(viewer, at)).order_by(PlannedTest.due_at, PlannedTest.id)
    return list(db.session.scalars(query.options(joinedload(PlannedTest.plan))))


def list_due_calls(viewer: Viewer, desk: str, line: str, at: datetime) -> list[PlannedTest]:
    """Return the calls to a line of a desk whose hour has come, the earliest first. For a viewer of the desk itself the
    list is empty."""
    if desk in viewer.desks:
        return []
    query = select(PlannedTest).join(PlannedTest.plan).where(ReachabilityPlan.focal_point_key == desk)
    due = PlannedTest.contact_key == line, PlannedTest.way == ReachabilityWay.CALL, is_offered(at)
    return list(db.session.scalars(query.where(*due).order_by(PlannedTest.due_at, PlannedTest.id)))


def list_due_plans(at: datetime, most: int, but_not: Collection[int | str]) -> list[ReachabilityPlan]:
    """Return up to `most` plans, sorted by id, whose quarter is over or that have a due test (`is_due`). Plans with ids
    in `but_not` are left out."""
    is_call, since = PlannedTest.way == ReachabilityWay.CALL, at - LAPSES_AFTER
    is_test_due = (~is_call & (PlannedTest.due_at <= at)) | (is_call & (PlannedTest.due_at <= since))
    is_plan_due = (OF_NO_EXERCISE & (ReachabilityPlan.drawn_until <= at)) | ReachabilityPlan.planned.any(is_test_due)
    query = select(ReachabilityPlan).where(is_plan_due, ReachabilityPlan.id.not_in(but_not))
    return list(db.session.scalars(query.order_by(ReachabilityPlan.id).limit(most)))


def is_due(planned: PlannedTest, at: datetime) -> bool:
    """Return whether the hour of a message or an alarm has come, or a call has lapsed."""
    return has_lapsed(planned, at) or (planned.way != ReachabilityWay.CALL and planned.due_at <= at)


def has_lapsed(planned: PlannedTest, at: datetime) -> bool:
    """Return whether a planned test was not made in time."""
    return planned.due_at <= at - LAPSES_AFTER


def _in_scope(viewer: Viewer) -> ColumnElement[bool]:
    return permitted_rows(viewer, Action.VERIFY, Authority.jurisdiction_key, FocalPoint.network_key)
