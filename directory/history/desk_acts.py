"""Acts on the tests, plans of tests and vouches of a desk. They are part of the history of the desk, for its
coordinators."""

from sqlalchemy import ColumnElement, and_, or_, select

from directory.access.history_gate import RecordedAct
from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import AuditEvent, Entry, FocalPoint, ReachabilityTest, Vouch

TEST, PLAN, VOUCH = "reachability_test", "reachability_plan", "vouch"
# Acts of people. What the worker records of a test is shown with the test, not in the history.
OF_TESTS = ("schedule_test", "log_test_call", "take_back_test_call", "cancel_test")


def readable_desk_acts(viewer: Viewer, entry: Entry) -> list[RecordedAct]:
    """Return the acts on the tests, the plan of tests and the vouches of a desk that the viewer may know of, in no
    fixed order. For another kind of entry, or a viewer without Action.SEE_READERS, return [].

    People of the desk and of its institution get only the acts on vouches, since they must not learn who tests the
    desk.
    """
    if not isinstance(entry, FocalPoint) or not may(viewer, Action.SEE_READERS, entry.place()):
        return []
    kinds = [_is_of_vouches(entry)]
    if may_know_testers(viewer, entry):
        kinds += [_is_of_tests(entry), and_(AuditEvent.kind == PLAN, AuditEvent.key == entry.key)]
    return [RecordedAct(event) for event in db.session.scalars(select(AuditEvent).where(or_(*kinds)))]


def may_know_testers(viewer: Viewer, desk: FocalPoint) -> bool:
    """Return whether the viewer may know who tests a desk."""
    return may(viewer, Action.SEE_READERS, desk.place()) and not viewer.is_of_desk(desk.key, desk.authority_key)


def list_desks_with_acts() -> set[str]:
    """Return the keys of the desks that were tested, that vouched or were vouched for, or whose plan of tests has an
    act."""
    columns = (ReachabilityTest.focal_point_key, Vouch.focal_point_key, Vouch.voucher_key)
    found = {key for column in columns for key in db.session.scalars(select(column).distinct())}
    return found | set(db.session.scalars(select(AuditEvent.key).where(AuditEvent.kind == PLAN).distinct()))


def _is_of_tests(desk: FocalPoint) -> ColumnElement[bool]:
    own = select(ReachabilityTest.public_id).where(ReachabilityTest.focal_point_key == desk.key)
    return and_(AuditEvent.kind == TEST, AuditEvent.key.in_(own), AuditEvent.action.in_(OF_TESTS))


def _is_of_vouches(desk: FocalPoint) -> ColumnElement[bool]:
    own = select(Vouch.public_id).where(or_(Vouch.focal_point_key == desk.key, Vouch.voucher_key == desk.key))
    return and_(AuditEvent.kind == VOUCH, AuditEvent.key.in_(own))
