"""Tests whether desks and their lines can be reached: what people do. The worker takes the steps that follow
(`reachability_steps`)."""

from datetime import datetime, timedelta

from directory import clock
from directory.access.current_viewer import require
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.errors import InvalidInput, NotPermitted
from directory.extensions import db
from directory.focal_points.queries import list_reported
from directory.models import ContactDetail, FocalPoint, ReachabilityTest
from directory.tokens import public_id
from directory.verification.messages import (
    CALL_STAYS,
    NO_ADDRESS,
    NOBODY_REACHED,
    TEST_OVER,
    TEST_REPEATED,
    TESTS_WAIT,
)
from directory.verification.queries.plans import list_due_calls
from directory.verification.queries.reachability import find_open_alarm, is_staffed_by, list_waiting, may_take_back
from directory.verification.queries.recipients import Recipients
from directory.verification.service.limits_of_tests import MOST_WAITING, require_below_limits
from directory.verification.service.plans import plan_again
from directory.verification.service.reachability_messages import MINUTES_TO_ANSWER, new_alarm, new_message
from directory.verification.service.reachability_outcomes import conclude, finish, record_test, tell_author
from directory.verification.service.reports import report
from directory.verification.tested_side import is_kept_from
from directory.vocabulary import ReachabilityOutcome, ReachabilityWay, ReportOutcome


def schedule(viewer: Viewer, desk: FocalPoint, due_at: datetime, allowed_minutes: int, every_days: int) -> None:
    """Schedule a test message to a desk. If `every_days` is 0, the test is not repeated.

    The message goes to the people on duty. If it can reach none of them by mail, it goes to all recipients of the desk.
    Raises NotPermitted if the desk is out of the viewer's scope, LimitReached after too many tests, and InvalidInput in
    each of these cases:

    - Mail reaches nobody at the desk now.
    - The test is to be repeated, and another one is repeated already.
    - MOST_WAITING tests of the desk wait to be sent.
    """
    _require_test(viewer, desk, ReachabilityWay.MESSAGE)
    waiting = list_waiting(desk.key)
    if every_days and any(one.every_days for one in waiting):
        raise InvalidInput(TEST_REPEATED)
    if len(waiting) >= MOST_WAITING:
        raise InvalidInput(TESTS_WAIT)
    if not Recipients(viewer, with_author=True).of(desk):
        raise InvalidInput(NOBODY_REACHED)
    made = new_message(desk.key, "", viewer.account_id, due_at, allowed_minutes, every_days)
    record_test(viewer.account_id, "schedule_test", made)


def send_to_line(viewer: Viewer, desk: FocalPoint, line: ContactDetail) -> ReachabilityTest:
    """Make a test message that is sent at once to the mail address of a line, and return the test.

    Raises NotPermitted if the desk is out of the viewer's scope, LimitReached after too many tests, and InvalidInput if
    no mail can be sent to the address. The caller checks that the viewer may read the line.
    """
    _require_test(viewer, desk, ReachabilityWay.MESSAGE)
    if not Recipients(viewer).at(line):
        raise InvalidInput(NO_ADDRESS)
    made = new_message(desk.key, line.key, viewer.account_id, clock.now(), MINUTES_TO_ANSWER, 0)
    record_test(viewer.account_id, "schedule_test", made)
    return made


def wake(viewer: Viewer, desk: FocalPoint) -> ReachabilityTest:
    """Make a test alarm that wakes the people on duty at a desk at once, and return the test. The alarm does not say
    that it is a test. If an earlier test alarm of the desk is unfinished, only return that test.

    Raises NotPermitted if the desk is out of the viewer's scope, and LimitReached after too many tests.
    """
    require(viewer, Action.VERIFY, desk.place())
    going_on = find_open_alarm(desk.key)
    if going_on is not None:
        return going_on
    require_below_limits(viewer.account_id, desk, ReachabilityWay.ALARM)
    made = new_alarm(desk.key, viewer.account_id, clock.now())
    record_test(viewer.account_id, "schedule_test", made)
    return made


def log_call(
    viewer: Viewer, desk: FocalPoint, called_at: datetime, minutes: int | None, line: ContactDetail | None = None
) -> ReachabilityTest:
    """Log a test call to a line, or to the desk as a whole, and return it; `minutes` is None if nobody answered. Tell
    coordinators if this call changes the last outcome (`get_last_outcome`) to SILENT. If a call to the line is due in
    an exercise, the logged call becomes part of the exercise.

    Raises NotPermitted if the desk is out of the viewer's scope, and LimitReached after too many tests. The caller
    checks that the viewer may read the line.
    """
    _require_test(viewer, desk, ReachabilityWay.CALL)
    outcome = ReachabilityOutcome.SILENT if minutes is None else ReachabilityOutcome.ANSWERED
    answered_at = None if minutes is None else called_at + timedelta(minutes=minutes)
    return _log(viewer, desk, line, called_at, answered_at, outcome)


def log_wrong_number(
    viewer: Viewer, desk: FocalPoint, line: ContactDetail, called_at: datetime, language: str
) -> ReachabilityTest:
    """Log a test call to a line at which somebody else answered, and return it. Report the line as wrong, unless it has
    an open report.

    Raises NotPermitted if the desk is out of the viewer's scope. Limits of tests do not apply. The caller checks that
    the viewer may read the line.
    """
    require(viewer, Action.VERIFY, desk.place())
    made = _log(viewer, desk, line, called_at, None, ReachabilityOutcome.WRONG_NUMBER)
    if not list_reported([line.key]):
        made.report_id = report(line, "wrong_number", "", "", language).id
    return made


def _log(
    viewer: Viewer,
    desk: FocalPoint,
    line: ContactDetail | None,
    called_at: datetime,
    answered_at: datetime | None,
    outcome: ReachabilityOutcome,
) -> ReachabilityTest:
    key = line.key if line else ""
    due = list_due_calls(viewer, desk.key, key, clock.now())[:1]
    made = ReachabilityTest(
        public_id=public_id(),
        focal_point_key=desk.key,
        contact_key=key,
        exercise_id=next((one.plan.exercise_id for one in due), None),
        author_id=viewer.account_id,
        is_own=is_staffed_by(desk.key, viewer.account_id),
        way=ReachabilityWay.CALL,
        asked_at=called_at,
        answered_at=answered_at,
    )
    db.session.add(made)
    db.session.flush()
    conclude(made, outcome, called_at)
    for planned in due:
        db.session.delete(planned)
    record_test(viewer.account_id, "log_test_call", made)
    return made


def _require_test(viewer: Viewer, desk: FocalPoint, way: ReachabilityWay) -> None:
    require(viewer, Action.VERIFY, desk.place())
    require_below_limits(viewer.account_id, desk, way)


def take_back(viewer: Viewer, test: ReachabilityTest) -> None:
    """Take back a call that the viewer logged: the call no longer counts. Its outcome stays in the audit chain. If the
    call made a report that is still open, the report is closed. A call of an exercise is planned again.

    Raises InvalidInput if the viewer may not take it back (see `may_take_back`).
    """
    if not may_take_back(viewer, test):
        raise InvalidInput(CALL_STAYS)
    before, test.outcome = test.outcome, ReachabilityOutcome.TAKEN_BACK
    if test.report is not None and test.report.outcome == ReportOutcome.OPEN:
        test.report.outcome, test.report.settled_at = ReportOutcome.TAKEN_BACK, clock.now()
        test.report.settled_by_id = viewer.account_id
    plan_again(test, clock.now())
    record_test(viewer.account_id, "take_back_test_call", test, before=before)


def cancel(viewer: Viewer, test: ReachabilityTest) -> None:
    """Cancel a test that was not sent yet. The test is not repeated either. If another person made the test, this
    person is told by mail.

    Raises InvalidInput for any other test, and NotPermitted if the test is kept from the viewer. The caller checks that
    the test is in scope.
    """
    if is_kept_from(viewer, test.focal_point, test.author_id):
        raise NotPermitted
    if test.next_step != "ask":
        raise InvalidInput(TEST_OVER)
    finish(test, ReachabilityOutcome.CANCELLED, clock.now())
    number = record_test(viewer.account_id, "cancel_test", test)
    if viewer.account_id != test.author_id:
        path = f"verification/reachability/{test.public_id}"
        tell_author(test.author, test.focal_point, "reachability_cancelled", number, path)


def acknowledge(test: ReachabilityTest) -> None:
    """Finish a test by alarm after a person on duty acknowledged the alarm."""
    test.answered_at = clock.now()
    finish(test, ReachabilityOutcome.ANSWERED, test.answered_at)
    record_test(None, "answer_test", test)


def answer(test: ReachabilityTest, button: str) -> None:
    """Finish a test after a desk pressed `button`.

    The outcome is "answered" for the right button, otherwise "wrong".
    """
    test.answered_at = clock.now()
    finish(test, ReachabilityOutcome.ANSWERED if button == test.button else ReachabilityOutcome.WRONG, test.answered_at)
    record_test(None, "answer_test", test)
