"""Takes the steps of reachability tests that are due: sends messages, raises alarms, and judges tests that nobody
answered."""

from datetime import datetime, timedelta
from functools import partial

from directory.access.policy import Action, may
from directory.accounts.queries import viewer_of
from directory.alarms.service import raise_alarm
from directory.extensions import db
from directory.focal_points.duty import get_rota, list_members
from directory.focal_points.fallback_chain import chain_of
from directory.jobs.batches import STRICT, BatchRun
from directory.models import Account, FocalPoint, ReachabilityTest
from directory.outbox.service import queue
from directory.people.service.letter_values import desk_in_letter
from directory.verification.queries.lines import find_line
from directory.verification.queries.reachability import is_staffed_by, list_due, mail_key
from directory.verification.queries.recipients import Recipient, Recipients
from directory.verification.service.reachability_messages import new_link, new_message
from directory.verification.service.reachability_outcomes import finish, judge, record_test
from directory.vocabulary import ENDED_STATUSES, AlarmOccasion, ChainStep, ReachabilityOutcome, ReachabilityWay

STEPS_AT_ONCE = 100
# Usually the end of the last alarm finishes a test by alarm. If not, such as when the desk has ended meanwhile, the
# test's next step is due this long after its last alarm.
LEEWAY = timedelta(minutes=10)


def take_due_steps(now: datetime, run: BatchRun = STRICT) -> int:
    """Send or judge up to STEPS_AT_ONCE due tests, and return the number of steps that were tried.

    Tests of ended desks are cancelled. Unsent tests are cancelled too if their author may no longer test the desk. A
    step is stored with all its letters, or not at all.
    """
    due = list_due(now, STEPS_AT_ONCE, run.failed)
    for test in due:
        run.attempt(test.id, partial(_step, test, now))
    return len(due)


def _step(test: ReachabilityTest, now: datetime) -> None:
    if test.focal_point.status in ENDED_STATUSES or (test.next_step == "ask" and not _may_ask(test)):
        finish(test, ReachabilityOutcome.CANCELLED, now)
        record_test(None, "cancel_test", test)
    elif test.next_step == "ask":
        _ask(test, now)
    else:
        judge(test, now)


def _may_ask(test: ReachabilityTest) -> bool:
    return test.author.active and may(viewer_of(test.author), Action.VERIFY, test.focal_point.place())


def _ask(test: ReachabilityTest, now: datetime) -> None:
    test.is_own = test.is_own or is_staffed_by(test.focal_point_key, test.author_id)
    if test.way == ReachabilityWay.ALARM:
        _raise_alarms(test, now)
    else:
        _send(test, now)


def _raise_alarms(test: ReachabilityTest, now: datetime) -> None:
    """Raise an alarm to each person on duty. Their acknowledgement, or the end of all these alarms, ends the test (see
    `alarm_occasion`). If nobody on duty has a way by which alarms arrive, the test is judged at once."""
    test.asked_at, test.next_step = now, "judge"
    name, desk = test.public_id, test.focal_point_key
    people = [db.session.get_one(Account, one) for one in sorted(on_duty(test.focal_point, now))]
    raised = [
        raise_alarm(one, AlarmOccasion.REACHABILITY, now, subject_key=name, desk=desk, is_exercise=test.is_exercise)
        for one in people
    ]
    ends = [one.acknowledge_by for one in raised if one]
    if not ends:
        judge(test, now)
    else:
        test.next_step_at = max(ends) + LEEWAY


def _send(test: ReachabilityTest, now: datetime) -> None:
    for one in _recipients(test, now):
        token = new_link(test, one.source if isinstance(one.source, Account) else None)
        key, path = mail_key(test.id, "ask", one.name), f"verification/answer/{token}"
        desk = desk_in_letter(test.focal_point, one.language)
        mark = {"is_exercise": True} if test.is_exercise else {}
        queue(f"reachability_{test.button}", one.address, one.language, key=key, path=path, desk=desk, **mark)
    if test.every_days:
        again_at = now + timedelta(days=test.every_days)
        new_message(
            test.focal_point_key, test.contact_key, test.author_id, again_at, test.allowed_minutes, test.every_days
        )
    test.asked_at, test.next_step = now, "judge"
    test.next_step_at = now + timedelta(minutes=test.allowed_minutes)


def _recipients(test: ReachabilityTest, now: datetime) -> list[Recipient]:
    recipients = Recipients(viewer_of(test.author), with_author=True)
    if test.contact_key:
        line = find_line(test.focal_point, test.contact_key)
        return recipients.at(line) if line else []
    found = recipients.of(test.focal_point)
    woken = _on_duty_by_rota(test.focal_point, now)
    return [one for one in found if one.name in map(str, woken)] or found


def on_duty(desk: FocalPoint, now: datetime) -> set[int]:
    """Return the account ids of the people on duty at a desk. If the desk has no rota, these are all its members."""
    if get_rota(desk.key) is None:
        return {one.account.id for one in list_members(desk.key)}
    return _on_duty_by_rota(desk, now)


def _on_duty_by_rota(desk: FocalPoint, now: datetime) -> set[int]:
    return {one for step in chain_of(desk, now) if step.step is ChainStep.DUTY for one in step.accounts}
