"""Tests of desks: who is written to, what an answer is, who is told of silence; opening a link does nothing."""

import signal
from collections.abc import Callable
from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.errors import InvalidInput, NotPermitted
from directory.extensions import db
from directory.focal_points.board import Asked, board
from directory.focal_points.reachability import reachability_of
from directory.models import Account, FocalPoint, Mail, ReachabilityTest
from directory.outbox.letters import LETTERS
from directory.transaction import committing
from directory.verification.service import reachability as service
from directory.vocabulary import TEST_BUTTONS, OutcomeOfTest, Role
from tests import factories
from tests.focal_points.desks import MEMBER, OTHERS, add_desk, add_rota
from tests.people import signed_in, visit
from tests.verification.conftest import everything, killed_after, letters, viewer

MINUTE = timedelta(minutes=1)


@pytest.fixture
def coordinator(small_app: Flask) -> Account:
    """Return the coordinator of a network in Kyrgyzstan, where there is a desk."""
    add_desk()
    return factories.account(Role.COORDINATOR, jurisdiction_key="KG", networks=["casc"])


def desk() -> FocalPoint:
    return db.session.get_one(FocalPoint, "test-desk")


def member(**values: object) -> Account:
    return factories.account(desks=["test-desk"], jurisdiction_key="KG", **values)


def schedule(account: Account, minutes: int = 0, every_days: int = 0) -> ReachabilityTest:
    with committing():
        service.schedule(viewer(account), desk(), clock.now() + minutes * MINUTE, 60, every_days)
    return held()[-1]


def held() -> list[ReachabilityTest]:
    return list(db.session.scalars(select(ReachabilityTest).order_by(ReachabilityTest.id)))


def take_steps() -> int:
    with committing():
        return service.take_due_steps(clock.now())


def deliver() -> None:
    """Say of all letters that they were sent."""
    for mail in db.session.scalars(select(Mail)):
        mail.state = "sent"
    db.session.commit()


def link_of(test: ReachabilityTest) -> str:
    return f"/en/verification/answer/{service.token_of(test)}"


def wrong(test: ReachabilityTest) -> str:
    return next(code for code in TEST_BUTTONS if code != test.button)


def test_a_test_message_goes_when_it_is_due_to_who_is_on_duty_and_names_the_button(
    coordinator: Account, at: Callable[..., None]
) -> None:
    on_duty, other = member(), member()
    add_rota("test-desk", (on_duty.id, 0.5, 3), (other.id, -1, 0.5))
    began = clock.now()
    test = schedule(coordinator, minutes=60)

    at(began + 59 * MINUTE)
    assert take_steps() == 0
    at(began + 61 * MINUTE)
    take_steps()

    assert [(mail.address, mail.letter) for mail in letters()] == [(on_duty.email, f"reachability_{test.button}")]
    assert [tuple(mail.values) for mail in letters()] == [("link",)]


def test_in_a_hole_of_the_rota_the_message_goes_to_all_of_the_desk(coordinator: Account) -> None:
    people = {member().email, member().email}
    add_rota("test-desk")
    schedule(coordinator)

    take_steps()

    assert {mail.address for mail in letters()} == people


def test_every_button_has_its_letter() -> None:
    assert {f"reachability_{button}" for button in TEST_BUTTONS} <= set(LETTERS)


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_opening_a_link_changes_nothing(coordinator: Account, small_app: Flask, method: str) -> None:
    member()
    test = schedule(coordinator)
    take_steps()
    before = everything()

    answers = [getattr(small_app.test_client(), method)(link_of(test)) for _ in range(3)]

    assert {answer.status_code for answer in answers} == {200}
    assert everything() == before


@pytest.mark.parametrize("is_right", [True, False])
def test_the_button_that_is_pressed_decides_once_and_ends_the_link(
    coordinator: Account, small_app: Flask, at: Callable[..., None], is_right: bool
) -> None:
    member()
    test = schedule(coordinator)
    take_steps()
    client = small_app.test_client()
    visit(client)
    at(clock.now() + 7 * MINUTE)

    said = client.post(link_of(test), data={"button": test.button if is_right else wrong(test)})
    again = client.post(link_of(test), data={"button": test.button})

    db.session.expire_all()
    [test] = held()
    assert (said.status_code, again.status_code) == (303, 410)
    assert test.outcome == (OutcomeOfTest.ANSWERED if is_right else OutcomeOfTest.WRONG)
    assert round((test.answered_at - test.asked_at) / MINUTE) == 7


@pytest.mark.parametrize("token", ["unknown", "%00", "x" * 500])
def test_a_link_that_was_never_sent_is_not_found(coordinator: Account, small_app: Flask, token: str) -> None:
    assert small_app.test_client().get(f"/en/verification/answer/{token}").status_code == 404


def test_silence_is_judged_when_the_time_is_over_and_told_to_the_coordinator_once(
    coordinator: Account, at: Callable[..., None]
) -> None:
    member()
    began = clock.now()

    for day in range(3):
        at(began + timedelta(days=day))
        schedule(coordinator)
        take_steps()
        deliver()
        at(began + timedelta(days=day, minutes=61))
        take_steps()
        take_steps()

    assert [one.outcome for one in held()] == [OutcomeOfTest.SILENT] * 3
    assert [mail.address for mail in letters("reachability_silent")] == [coordinator.email]


def test_a_worker_killed_between_letters_leaves_none_and_nobody_gets_two(
    coordinator: Account, small_app: Flask
) -> None:
    people = {member().email for _ in range(3)}
    schedule(coordinator)

    ended = killed_after(small_app, 2, "reachability", "take_due_steps")

    assert ended == -signal.SIGKILL
    assert letters() == []
    for _ in range(2):
        db.session.expire_all()
        held()[0].next_step = "ask"
        db.session.commit()
        take_steps()
    assert sorted(mail.address for mail in letters()) == sorted(people)


def test_a_message_that_did_not_arrive_says_nothing_of_the_desk(coordinator: Account, at: Callable[..., None]) -> None:
    member()
    schedule(coordinator)
    take_steps()

    at(clock.now() + 61 * MINUTE)
    take_steps()

    assert held()[0].outcome == OutcomeOfTest.UNDELIVERED
    assert letters("reachability_silent") == []
    assert reachability_of(MEMBER, desk(), clock.now(), "en") is None


def test_a_test_is_repeated_until_it_is_cancelled(coordinator: Account, at: Callable[..., None]) -> None:
    member()
    began = clock.now()
    schedule(coordinator, every_days=7)

    for days in (0, 7):
        at(began + timedelta(days=days, minutes=1))
        while take_steps():
            pass
    assert len(held()) == 3

    with committing():
        service.cancel(viewer(coordinator), held()[-1])
    at(began + timedelta(days=30))
    while take_steps():
        pass
    assert len(held()) == 3
    assert held()[-1].outcome == OutcomeOfTest.CANCELLED


def test_a_message_that_nobody_would_get_is_refused(coordinator: Account) -> None:
    with pytest.raises(InvalidInput):
        schedule(coordinator)


def test_a_coordinator_tests_no_desk_outside_their_scope(coordinator: Account) -> None:
    member()
    for stranger in (factories.account(Role.COORDINATOR, jurisdiction_key="KZ"), member()):
        with pytest.raises(NotPermitted):
            schedule(stranger)


def call(account: Account, minutes: int | None, hours_ago: int = 0) -> None:
    with committing():
        service.log_call(viewer(account), desk(), clock.now() - timedelta(hours=hours_ago), minutes)


def test_the_summary_counts_answers_and_takes_the_median(coordinator: Account) -> None:
    for hours_ago, minutes in ((5, 2), (4, 10), (3, 6), (2, None)):
        call(coordinator, minutes, hours_ago)

    found = reachability_of(MEMBER, desk(), clock.now(), "en")

    assert found is not None
    assert (found.tests, found.answered, found.percent, found.minutes, found.is_silent) == (4, 3, 75, 6, True)
    assert [reachability_of(one, desk(), clock.now(), "en") for one in OTHERS] == [None] * len(OTHERS)


def test_a_silent_desk_is_flagged_and_ranked_lower_for_members_alone(coordinator: Account) -> None:
    add_desk("loud", "kg-z-loud")
    people = [member(), factories.account(desks=["loud"])]
    for key, person in zip(("test-desk", "loud"), people, strict=True):
        add_rota(key, (person.id, -1, 1))
    call(coordinator, None)

    lines = {
        one: [(x.desk.link.key, x.is_silent) for x in board(one, Asked("casc"), "en").lines]
        for one in (MEMBER, *OTHERS)
    }

    assert lines[MEMBER][:2] == [("loud", False), ("test-desk", True)]
    assert all(not silent for one in OTHERS for _, silent in lines[one])

    call(coordinator, 3)
    assert not any(line.is_silent for line in board(MEMBER, Asked("casc"), "en").lines)


def test_a_coordinator_schedules_logs_and_reads_tests_on_the_pages(coordinator: Account, small_app: Flask) -> None:
    member(name="Canary")
    client = signed_in(small_app, coordinator)

    message = {"desk": "test-desk", "due_at": "", "allowed_minutes": "30", "every_days": "7"}
    assert client.post("/en/verification/reachability/message", data=message).status_code == 303
    said = {"desk": "test-desk", "called_at": "", "answered": "no", "minutes": ""}
    assert client.post("/en/verification/reachability/call", data=said).status_code == 303
    listed = client.get("/en/verification/reachability").text
    one = client.get(f"/en/verification/reachability/{held()[0].public_id}").text
    desk_page = client.get("/en/focal-points/test-desk").text

    assert "no answer in time" in listed
    assert "every 7 days" in one
    assert "0 of 1 answered" in desk_page
    assert "Canary" not in listed + one
    assert "0 of 1" not in small_app.test_client().get("/en/focal-points/test-desk").text


WRONG = (
    ("message", {"desk": "elsewhere", "allowed_minutes": "30"}),
    ("message", {"desk": "test-desk", "allowed_minutes": "0"}),
    ("message", {"desk": "test-desk", "allowed_minutes": "30", "due_at": "2001-01-01T00:00"}),
    ("message", {"desk": "test-desk", "allowed_minutes": "30", "due_at": "soon"}),
    ("call", {"desk": "test-desk", "answered": "yes", "called_at": "2999-01-01T00:00"}),
    ("call", {"desk": "test-desk"}),
)


@pytest.mark.parametrize(("page", "typed"), WRONG)
def test_what_cannot_be_is_refused_in_words_and_nothing_typed_is_lost(
    coordinator: Account, small_app: Flask, page: str, typed: dict[str, str]
) -> None:
    member()
    client = signed_in(small_app, coordinator)

    answer = client.post(f"/en/verification/reachability/{page}", data=typed)

    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert all(f'value="{value}"' in answer.text for name, value in typed.items() if name == "allowed_minutes")
    assert held() == []


def test_a_test_outside_the_scope_is_as_an_unknown_one(coordinator: Account, small_app: Flask) -> None:
    member()
    test = schedule(coordinator)
    stranger = signed_in(small_app, factories.account(Role.COORDINATOR, jurisdiction_key="KZ"))

    for path in (test.public_id, "unknown"):
        assert stranger.get(f"/en/verification/reachability/{path}").status_code == 404
        assert stranger.post(f"/en/verification/reachability/{path}/cancel").status_code == 404
    assert held()[0].next_step == "ask"
