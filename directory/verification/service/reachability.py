"""Tests whether desks can be reached, and tells coordinators of desks that do not answer."""

import secrets
from datetime import datetime, timedelta
from functools import partial

from directory import clock
from directory.access.current_viewer import require
from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.audit.chain import record
from directory.errors import InvalidInput
from directory.extensions import db
from directory.focal_points.fallback_chain import chain_of
from directory.jobs.batches import STRICT, BatchRun
from directory.models import FocalPoint, ReachabilityTest
from directory.outbox.service import queue
from directory.people.service.letter_values import desk_in_letter
from directory.tokens import digest_of, public_id, signed
from directory.verification.messages import NOBODY_REACHED, TEST_OVER
from directory.verification.queries.reachability import get_last_outcome, is_delivered, list_due, mail_key
from directory.verification.queries.recipients import Recipient, Recipients
from directory.vocabulary import ENDED_STATUSES, TEST_BUTTONS, ChainStep, ReachabilityOutcome

STEPS_AT_ONCE = 100


def schedule(viewer: Viewer, desk: FocalPoint, due_at: datetime, allowed_minutes: int, every_days: int) -> None:
    """Schedule a test message to a desk. If `every_days` is 0, the test is not repeated.

    The message goes to the people on duty. If it can reach none of them by mail, it goes to all recipients of the desk.
    Raises NotPermitted if the desk is out of the viewer's scope, and InvalidInput if mail reaches nobody at the desk
    now.
    """
    require(viewer, Action.VERIFY, desk.place())
    if not Recipients(viewer, with_author=True).of(desk):
        raise InvalidInput(NOBODY_REACHED)
    made = _message(desk.key, viewer.account_id, due_at, allowed_minutes, every_days)
    _record(viewer.account_id, "schedule_test", made)


def log_call(viewer: Viewer, desk: FocalPoint, called_at: datetime, minutes: int | None) -> None:
    """Log a test call; `minutes` is None if nobody answered. Tell coordinators if this call changes the desk's last
    outcome (`get_last_outcome`) to SILENT.

    Raises NotPermitted if the desk is out of the viewer's scope.
    """
    require(viewer, Action.VERIFY, desk.place())
    before = get_last_outcome(desk.key)
    made = ReachabilityTest(
        public_id=public_id(),
        focal_point_key=desk.key,
        author_id=viewer.account_id,
        way="call",
        asked_at=called_at,
        answered_at=None if minutes is None else called_at + timedelta(minutes=minutes),
    )
    db.session.add(made)
    db.session.flush()
    _finish(made, ReachabilityOutcome.SILENT if minutes is None else ReachabilityOutcome.ANSWERED, called_at)
    _record(viewer.account_id, "log_test_call", made)
    if (
        minutes is None
        and before != ReachabilityOutcome.SILENT
        and get_last_outcome(desk.key) == ReachabilityOutcome.SILENT
    ):
        _tell_coordinators(made, desk)


def cancel(viewer: Viewer, test: ReachabilityTest) -> None:
    """Cancel a test that was not sent yet. The test is not repeated either. Raises InvalidInput for any other test.

    The caller checks that the test is in scope.
    """
    if test.next_step != "ask":
        raise InvalidInput(TEST_OVER)
    _finish(test, ReachabilityOutcome.CANCELLED, clock.now())
    _record(viewer.account_id, "cancel_test", test)


def answer(test: ReachabilityTest, button: str) -> None:
    """Finish a test after a desk pressed `button`.

    The outcome is "answered" for the right button, otherwise "wrong".
    """
    test.answered_at = clock.now()
    _finish(
        test, ReachabilityOutcome.ANSWERED if button == test.button else ReachabilityOutcome.WRONG, test.answered_at
    )
    _record(None, "answer_test", test)


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
        _finish(test, ReachabilityOutcome.CANCELLED, now)
        _record(None, "cancel_test", test)
    elif test.next_step == "ask":
        _ask(test, now)
    else:
        _judge(test, now)


def _may_ask(test: ReachabilityTest) -> bool:
    return test.author.active and may(viewer_of(test.author), Action.VERIFY, test.focal_point.place())


def token_of(test: ReachabilityTest) -> str:
    """Return the secret token in the link of a test."""
    return _token(test.public_id)


def _token(name: str) -> str:
    return signed("reachability link", name)


def _message(
    desk: str, author: int | None, due_at: datetime, allowed_minutes: int, every_days: int
) -> ReachabilityTest:
    name = public_id()
    made = ReachabilityTest(
        public_id=name,
        focal_point_key=desk,
        author_id=author,
        way="message",
        button=secrets.choice(list(TEST_BUTTONS)),
        token_digest=digest_of(_token(name)),
        allowed_minutes=allowed_minutes,
        every_days=every_days,
        next_step="ask",
        next_step_at=due_at,
    )
    db.session.add(made)
    return made


def _ask(test: ReachabilityTest, now: datetime) -> None:
    for one in _recipients(test, now):
        key, path = mail_key(test.id, "ask", one.name), f"verification/answer/{token_of(test)}"
        desk = desk_in_letter(test.focal_point, one.language)
        queue(f"reachability_{test.button}", one.address, one.language, key=key, path=path, desk=desk)
    if test.every_days:
        again_at = now + timedelta(days=test.every_days)
        _message(test.focal_point_key, test.author_id, again_at, test.allowed_minutes, test.every_days)
    test.asked_at, test.next_step = now, "judge"
    test.next_step_at = now + timedelta(minutes=test.allowed_minutes)


def _recipients(test: ReachabilityTest, now: datetime) -> list[Recipient]:
    found = Recipients(viewer_of(test.author), with_author=True).of(test.focal_point)
    on_duty = {one for step in chain_of(test.focal_point, now) if step.step is ChainStep.DUTY for one in step.accounts}
    return [one for one in found if one.name in map(str, on_duty)] or found


def _judge(test: ReachabilityTest, now: datetime) -> None:
    before = get_last_outcome(test.focal_point_key)
    outcome = ReachabilityOutcome.SILENT if is_delivered(test) else ReachabilityOutcome.UNDELIVERED
    _finish(test, outcome, now)
    _record(None, "judge_test", test)
    # A desk that stays silent causes no second letter.
    if outcome is ReachabilityOutcome.SILENT and before != ReachabilityOutcome.SILENT:
        _tell_coordinators(test, test.focal_point)


def _finish(test: ReachabilityTest, outcome: ReachabilityOutcome, at: datetime) -> None:
    test.outcome, test.finished_at, test.next_step = outcome, at, ""


def _record(actor_id: int | None, act: str, test: ReachabilityTest) -> None:
    record(actor_id, act, ("reachability_test", test.public_id))


def _tell_coordinators(test: ReachabilityTest, desk: FocalPoint) -> None:
    for one in Recipients(viewer_of(test.author)).coordinators(desk.place()):
        told = {
            "desk": desk_in_letter(desk, one.language),
            "state_code": desk.authority.jurisdiction_key,
            "path": f"verification/reachability/{test.public_id}",
        }
        queue("reachability_silent", one.address, one.language, key=mail_key(test.id, "silent", one.name), **told)
