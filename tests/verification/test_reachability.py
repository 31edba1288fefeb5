"""Tests of desks: who is written to, what an answer is, who is told of silence; opening a link does nothing."""

import signal
from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from directory import clock
from directory.errors import InvalidInput, NotPermitted
from directory.extensions import db
from directory.focal_points.board import DeskFilter, board
from directory.focal_points.reachability_results import reachability_of
from directory.models import Account, AccountNetwork
from directory.outbox.letters import LETTERS
from directory.transaction import committing
from directory.verification.service import reachability as service
from directory.vocabulary import TEST_BUTTONS, ReachabilityOutcome, Role
from tests import factories
from tests.focal_points.desks import MEMBER, OTHERS, add_desk, add_rota
from tests.people import signed_in, visit
from tests.verification.conftest import everything, killed_after, letters, viewer
from tests.verification.tested import MINUTE, deliver, desk, held, link_of, member, schedule, take_steps, wrong


def test_a_test_message_goes_when_it_is_due_to_who_is_on_duty_and_names_the_button(
    tester: Account, at: Callable[..., None]
) -> None:
    on_duty, other = member(), member()
    add_rota("test-desk", (on_duty.id, 0.5, 3), (other.id, -1, 0.5))
    began = clock.now()
    test = schedule(tester, minutes=60)

    at(began + 59 * MINUTE)
    assert take_steps() == 0
    at(began + 61 * MINUTE)
    take_steps()

    assert [(mail.address, mail.letter) for mail in letters()] == [(on_duty.email, f"reachability_{test.button}")]
    assert [tuple(mail.values) for mail in letters()] == [("path", "desk")]
    assert letters()[0].values["desk"] == "Office of Tests · CASC"


def test_in_a_hole_of_the_rota_the_message_goes_to_all_of_the_desk(tester: Account) -> None:
    people = {member().email, member().email}
    add_rota("test-desk")
    schedule(tester)

    take_steps()

    assert {mail.address for mail in letters()} == people


def test_every_button_has_its_letter() -> None:
    assert {f"reachability_{button}" for button in TEST_BUTTONS} <= set(LETTERS)


@pytest.mark.parametrize("method", ["get", "head", "options"])
def test_opening_a_link_changes_nothing(tester: Account, small_app: Flask, method: str) -> None:
    member()
    test = schedule(tester)
    take_steps()
    before = everything()

    answers = [getattr(small_app.test_client(), method)(link_of(test)) for _ in range(3)]

    assert {answer.status_code for answer in answers} == {200}
    assert everything() == before


@pytest.mark.parametrize("is_right", [True, False])
def test_the_button_that_is_pressed_decides_once_and_ends_the_link(
    tester: Account, small_app: Flask, at: Callable[..., None], is_right: bool
) -> None:
    member()
    test = schedule(tester)
    take_steps()
    client = small_app.test_client()
    visit(client)
    at(clock.now() + 7 * MINUTE)

    said = client.post(link_of(test), data={"button": test.button if is_right else wrong(test)})
    again = client.post(link_of(test), data={"button": test.button})

    db.session.expire_all()
    [test] = held()
    assert (said.status_code, again.status_code) == (303, 410)
    assert test.outcome == (ReachabilityOutcome.ANSWERED if is_right else ReachabilityOutcome.WRONG)
    assert round((test.answered_at - test.asked_at) / MINUTE) == 7


@pytest.mark.parametrize("token", ["unknown", "%00", "x" * 500])
def test_a_link_that_was_never_sent_is_not_found(tester: Account, small_app: Flask, token: str) -> None:
    assert small_app.test_client().get(f"/en/verification/answer/{token}").status_code == 404


def test_silence_is_judged_when_the_time_is_over_and_told_to_the_coordinator_once(
    tester: Account, at: Callable[..., None]
) -> None:
    member()
    began = clock.now()

    for day in range(3):
        at(began + timedelta(days=day))
        schedule(tester)
        take_steps()
        deliver()
        at(began + timedelta(days=day, minutes=61))
        take_steps()
        take_steps()

    assert [one.outcome for one in held()] == [ReachabilityOutcome.SILENT] * 3
    assert [mail.address for mail in letters("reachability_silent")] == [tester.email]
    told = letters("reachability_silent")[0]
    assert (told.values["desk"], told.values["state_code"]) == ("Office of Tests · CASC", "KG")


def test_a_worker_killed_between_letters_leaves_none_and_nobody_gets_two(tester: Account, small_app: Flask) -> None:
    people = {member().email for _ in range(3)}
    schedule(tester)

    ended = killed_after(small_app, 2, "reachability_steps", "take_due_steps")

    assert ended == -signal.SIGKILL
    assert letters() == []
    for _ in range(2):
        db.session.expire_all()
        held()[0].next_step = "ask"
        db.session.commit()
        take_steps()
    assert sorted(mail.address for mail in letters()) == sorted(people)


def test_a_message_that_did_not_arrive_says_nothing_of_the_desk(tester: Account, at: Callable[..., None]) -> None:
    member()
    schedule(tester)
    take_steps()

    at(clock.now() + 61 * MINUTE)
    take_steps()

    assert held()[0].outcome == ReachabilityOutcome.UNDELIVERED
    assert letters("reachability_silent") == []
    assert reachability_of(MEMBER, desk(), clock.now(), "en") is None


def test_a_test_is_repeated_until_it_is_cancelled(tester: Account, at: Callable[..., None]) -> None:
    member()
    began = clock.now()
    schedule(tester, every_days=7)

    for days in (0, 7):
        at(began + timedelta(days=days, minutes=1))
        while take_steps():
            pass
    assert len(held()) == 3

    with committing():
        service.cancel(viewer(tester), held()[-1])
    at(began + timedelta(days=30))
    while take_steps():
        pass
    assert len(held()) == 3
    assert held()[-1].outcome == ReachabilityOutcome.CANCELLED


def test_a_desk_that_has_ended_is_not_tested_any_more_and_no_silence_of_it_is_told(
    tester: Account, at: Callable[..., None]
) -> None:
    member()
    began = clock.now()
    schedule(tester, every_days=7)
    take_steps()
    deliver()
    with committing():
        desk().status = "closed"

    at(began + timedelta(days=8))
    while take_steps():
        pass

    assert [one.outcome for one in held()] == [ReachabilityOutcome.CANCELLED] * 2
    assert letters("reachability_silent") == []


def test_the_link_of_a_test_ends_with_its_desk(tester: Account, small_app: Flask) -> None:
    member()
    test, client = schedule(tester), small_app.test_client()
    take_steps()
    visit(client)
    before = client.get(link_of(test)).status_code

    with committing():
        desk().status = "closed"

    pressed = client.post(link_of(test), data={"button": test.button}).status_code
    assert [before, client.get(link_of(test)).status_code, pressed] == [200, 410, 410]


def leave(account: Account) -> None:
    account.active = False


def move_to_another_state(account: Account) -> None:
    account.jurisdiction_key = "KZ"


def lose_the_network(account: Account) -> None:
    account.networks = [AccountNetwork(network_key="globe")]


def become_a_practitioner(account: Account) -> None:
    account.role = Role.PRACTITIONER


@pytest.mark.parametrize("lose", [leave, move_to_another_state, lose_the_network, become_a_practitioner])
def test_a_test_that_was_not_sent_ends_with_the_access_of_its_author(
    tester: Account, at: Callable[..., None], lose: Callable[[Account], None]
) -> None:
    member()
    sent, now = schedule(tester, every_days=7), clock.now()
    take_steps()
    with committing():
        lose(tester)

    for days in (7, 14):
        at(now + timedelta(days=days, minutes=1))
        take_steps()

    assert [one.outcome for one in held()] == ["undelivered", "cancelled"]
    assert [one.key.split(":")[1] for one in letters()] == [str(sent.id)]


def test_a_message_that_nobody_would_get_is_refused(tester: Account) -> None:
    with pytest.raises(InvalidInput):
        schedule(tester)


def test_a_coordinator_tests_no_desk_outside_their_scope(tester: Account) -> None:
    member()
    for stranger in (factories.account(Role.COORDINATOR, jurisdiction_key="KZ"), member()):
        with pytest.raises(NotPermitted):
            schedule(stranger)


def call(account: Account, minutes: int | None, hours_ago: int = 0) -> None:
    with committing():
        service.log_call(viewer(account), desk(), clock.now() - timedelta(hours=hours_ago), minutes)


def test_the_summary_counts_answers_and_takes_the_median(tester: Account) -> None:
    for hours_ago, minutes in ((5, 2), (4, 10), (3, 6), (2, None)):
        call(tester, minutes, hours_ago)

    found = reachability_of(MEMBER, desk(), clock.now(), "en")

    assert found is not None
    assert (found.tests, found.answered, found.percent, found.minutes, found.is_silent) == (4, 3, 75, 6, True)
    assert [reachability_of(one, desk(), clock.now(), "en") for one in OTHERS] == [None] * len(OTHERS)


def test_a_silent_desk_is_flagged_and_ranked_lower_for_members_alone(tester: Account) -> None:
    add_desk("loud", "kg-z-loud")
    people = [member(), factories.account(desks=["loud"])]
    for key, person in zip(("test-desk", "loud"), people, strict=True):
        add_rota(key, (person.id, -1, 1))
    call(tester, None)

    lines = {
        one: [(x.desk.link.key, x.is_silent) for x in board(one, DeskFilter("casc"), "en").lines]
        for one in (MEMBER, *OTHERS)
    }

    assert lines[MEMBER][:2] == [("loud", False), ("test-desk", True)]
    assert all(not silent for one in OTHERS for _, silent in lines[one])

    call(tester, 3)
    assert not any(line.is_silent for line in board(MEMBER, DeskFilter("casc"), "en").lines)


def test_a_coordinator_schedules_logs_and_reads_tests_on_the_pages(tester: Account, small_app: Flask) -> None:
    member(name="Canary")
    client = signed_in(small_app, tester)

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


def test_the_pages_tell_times_in_the_zone_in_which_they_are_typed(
    tester: Account, small_app: Flask, at: Callable[..., None]
) -> None:
    member()
    at(datetime(2026, 11, 26, 7, tzinfo=UTC))
    client = signed_in(small_app, tester)
    message = {"desk": "test-desk", "due_at": "2026-11-27T09:30", "allowed_minutes": "30"}
    client.post("/en/verification/reachability/message", data=message)
    call(tester, 3, hours_ago=2)

    pages = [client.get(f"/en/{page}").text for page in ("verification/reachability", "focal-points/test-desk")]

    assert "27 November 2026, 09:30 Bishkek" in pages[0]
    assert all("26 November 2026, 11:0" in page for page in pages)
    assert "UTC</time>" not in pages[0]


WRONG = (
    ("message", {"desk": "elsewhere", "allowed_minutes": "30"}),
    ("message", {"desk": "test-desk", "allowed_minutes": "0"}),
    ("message", {"desk": "test-desk", "allowed_minutes": "30", "due_at": "2001-01-01T00:00"}),
    ("message", {"desk": "test-desk", "allowed_minutes": "30", "due_at": "soon"}),
    ("call", {"desk": "test-desk", "answered": "yes", "called_at": "2999-01-01T00:00"}),
    ("call", {"desk": "test-desk"}),
    # An answer in the future.
    ("call", {"desk": "test-desk", "answered": "yes", "minutes": "10080"}),
    ("call", {"desk": "test-desk", "answered": "yes", "minutes": "1"}),
)


@pytest.mark.parametrize(("page", "typed"), WRONG)
def test_what_cannot_be_is_refused_in_words_and_nothing_typed_is_lost(
    tester: Account, small_app: Flask, page: str, typed: dict[str, str]
) -> None:
    member()
    client = signed_in(small_app, tester)

    answer = client.post(f"/en/verification/reachability/{page}", data=typed)

    assert answer.status_code == 400
    assert 'role="alert"' in answer.text
    assert all(f'value="{value}"' in answer.text for name, value in typed.items() if name == "allowed_minutes")
    assert held() == []


def test_a_test_outside_the_scope_is_as_an_unknown_one(tester: Account, small_app: Flask) -> None:
    member()
    test = schedule(tester)
    stranger = signed_in(small_app, factories.account(Role.COORDINATOR, jurisdiction_key="KZ"))

    for path in (test.public_id, "unknown"):
        assert stranger.get(f"/en/verification/reachability/{path}").status_code == 404
        assert stranger.post(f"/en/verification/reachability/{path}/cancel").status_code == 404
    assert held()[0].next_step == "ask"
