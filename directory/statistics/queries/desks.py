"""Reads the desks and tests from which figures are made, limited to those that a viewer may see."""

from collections.abc import Sequence
from datetime import datetime
from typing import NamedTuple

from sqlalchemy import ColumnElement, func, select

from directory.access.policy import Action, permitted_rows
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.focal_points.queries import is_not_ended
from directory.focal_points.reachability_results import IS_CONCLUSIVE
from directory.models import Authority, DeskMember, FocalPoint, ReachabilityTest
from directory.statistics.queries.demonstration import counts_in_figures

DEPUTY = "deputy"


class CountedTest(NamedTuple):
    """A test of a desk. The outcome is one of CONCLUSIVE_OUTCOMES."""

    network: str
    desk: str
    # The key of a contact, or empty if the desk as a whole was tested.
    line: str
    outcome: str
    asked_at: datetime | None
    answered_at: datetime | None


class DeskCounts(NamedTuple):
    """The number of desks, and the number of desks with a deputy."""

    desks: int
    with_deputy: int


def count_desks(viewer: Viewer, action: Action) -> dict[str, DeskCounts]:
    """Return a mapping from network to the numbers of desks for which the viewer may do `action`. Desks that have ended
    are not counted."""
    deputy = DeskMember.focal_point_key == FocalPoint.key
    deputies = func.count(func.distinct(DeskMember.focal_point_key))
    query = select(FocalPoint.network_key, func.count(func.distinct(FocalPoint.key)), deputies)
    query = query.join(FocalPoint.authority).outerjoin(DeskMember, deputy & (DeskMember.desk_role == DEPUTY))
    rows = db.session.execute(query.where(*_reached(viewer, action)).group_by(FocalPoint.network_key))
    return {network: DeskCounts(desks, with_deputy) for network, desks, with_deputy in rows}


def list_tests(viewer: Viewer, action: Action, since: datetime) -> Sequence[CountedTest]:
    """Return the tests with a conclusive outcome since `since`, in the order in which they ended.

    Only tests of desks for which the viewer may do `action` are returned. Tests of ended desks and of exercises are
    left out.
    """
    asked_and_answered = (ReachabilityTest.asked_at, ReachabilityTest.answered_at)
    tested = (FocalPoint.network_key, FocalPoint.key, ReachabilityTest.contact_key, ReachabilityTest.outcome)
    query = select(*tested, *asked_and_answered)
    query = query.join_from(ReachabilityTest, ReachabilityTest.focal_point).join(FocalPoint.authority)
    query = query.where(*_reached(viewer, action), IS_CONCLUSIVE, ReachabilityTest.finished_at > since)
    rows = db.session.execute(query.order_by(ReachabilityTest.finished_at, ReachabilityTest.id))
    return [CountedTest(*row) for row in rows]


def _reached(viewer: Viewer, action: Action) -> tuple[ColumnElement[bool], ...]:
    place = permitted_rows(viewer, action, Authority.jurisdiction_key, FocalPoint.network_key)
    return place, is_not_ended(), counts_in_figures()
