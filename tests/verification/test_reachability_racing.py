"""Tests of desks: each message once and silence told once, whatever befalls the workers that take the steps."""

import signal
from collections.abc import Callable
from concurrent.futures import ThreadPoolExecutor
from datetime import timedelta
from threading import Barrier

from flask import Flask

from directory import clock
from directory.extensions import db
from directory.jobs.schedule import run_reachability_tests
from directory.models import Account
from directory.vocabulary import ReachabilityOutcome
from tests.people import visit
from tests.verification.conftest import killed_after, letters
from tests.verification.tested import MINUTE, deliver, held, link_of, member, schedule

WAIT = 61 * MINUTE


def race(app: Flask) -> None:
    """Let two workers take all steps that are due."""
    start = Barrier(2)

    def run() -> None:
        with app.app_context():
            start.wait()
            run_reachability_tests()

    db.session.rollback()
    with ThreadPoolExecutor(2) as workers:
        for done in [workers.submit(run) for _ in range(2)]:
            done.result()
    db.session.rollback()


def test_two_workers_at_once_send_each_message_once_and_tell_of_silence_once(
    tester: Account, small_app: Flask, at: Callable[..., None]
) -> None:
    people = {member().email for _ in range(2)}
    for _ in range(3):
        schedule(tester)
    began = clock.now()

    race(small_app)
    assert sorted(mail.address for mail in letters()) == sorted([*people] * 3)
    deliver()
    at(began + WAIT)
    race(small_app)

    assert [one.outcome for one in held()] == [ReachabilityOutcome.SILENT] * 3
    assert [mail.address for mail in letters("reachability_silent")] == [tester.email]


def test_two_workers_at_once_repeat_a_test_once(tester: Account, small_app: Flask) -> None:
    member()
    schedule(tester, every_days=7)

    race(small_app)

    assert [one.next_step for one in held()] == ["judge", "ask"]


def test_a_worker_killed_between_steps_leaves_all_of_them_to_the_next(tester: Account, small_app: Flask) -> None:
    officer = member()
    tests = [schedule(tester).public_id for _ in range(3)]

    assert killed_after(small_app, 2, "reachability_steps", "take_due_steps") == -signal.SIGKILL
    db.session.rollback()
    assert [one.next_step for one in held()] == ["ask"] * 3
    for _ in range(2):
        run_reachability_tests()

    assert [mail.address for mail in letters()] == [officer.email] * 3
    assert [one.public_id for one in held() if one.next_step == "judge"] == tests


def test_a_worker_killed_while_silence_is_told_leaves_telling_it_to_the_next(tester: Account, small_app: Flask) -> None:
    member()
    schedule(tester)
    run_reachability_tests()
    deliver()
    [test] = held()
    test.next_step_at = clock.now() - MINUTE
    db.session.commit()

    assert (
        killed_after(small_app, 1, "reachability_steps", "take_due_steps", "reachability_outcomes") == -signal.SIGKILL
    )
    db.session.rollback()
    assert (held()[0].outcome, letters("reachability_silent")) == (ReachabilityOutcome.NONE, [])
    for _ in range(2):
        run_reachability_tests()

    assert held()[0].outcome == ReachabilityOutcome.SILENT
    assert [mail.address for mail in letters("reachability_silent")] == [tester.email]


def test_a_clock_that_is_set_back_repeats_and_forgets_nothing(tester: Account, at: Callable[..., None]) -> None:
    officer = member()
    schedule(tester)
    began = clock.now()
    run_reachability_tests()
    deliver()

    for moment in (began - timedelta(days=1), began, began + 59 * MINUTE):
        at(moment)
        run_reachability_tests()
    assert [mail.address for mail in letters()] == [officer.email]
    for moment in (began + WAIT, began - timedelta(days=1), began + WAIT):
        at(moment)
        run_reachability_tests()

    assert [one.outcome for one in held()] == [ReachabilityOutcome.SILENT]
    assert [mail.address for mail in letters("reachability_silent")] == [tester.email]


def test_a_desk_that_answers_while_its_test_is_judged_is_heard_or_too_late_never_both(
    tester: Account, small_app: Flask, at: Callable[..., None]
) -> None:
    member()
    test = schedule(tester)
    run_reachability_tests()
    link, button = link_of(test), test.button
    deliver()
    at(clock.now() + WAIT)
    start = Barrier(2)

    def judge() -> None:
        with small_app.app_context():
            start.wait()
            run_reachability_tests()

    def press() -> int:
        client = small_app.test_client()
        visit(client)
        start.wait()
        return client.post(link, data={"button": button}).status_code

    with ThreadPoolExecutor(2) as both:
        judged, pressed = both.submit(judge), both.submit(press)
        judged.result()
        status = pressed.result()

    db.session.rollback()
    is_heard = status == 303
    assert held()[0].outcome == (ReachabilityOutcome.ANSWERED if is_heard else ReachabilityOutcome.SILENT)
    assert len(letters("reachability_silent")) == (not is_heard)
