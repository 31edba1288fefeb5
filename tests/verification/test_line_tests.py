"""Tests of single lines: who is asked, what an answer is, what everyone who may read a line is told of it."""

from collections.abc import Callable
from datetime import UTC, datetime, timedelta

import pytest
from flask import Flask

from directory import clock
from directory.errors import InvalidInput
from directory.extensions import db
from directory.focal_points.line_results import list_last_tests
from directory.focal_points.reachability_results import list_silent
from directory.models import Account, ContactDetail, Report
from directory.transaction import committing
from directory.verification.service import reachability as service
from directory.vocabulary import ReachabilityOutcome, Role
from tests import factories
from tests.people import signed_in
from tests.verification.conftest import letters, viewer
from tests.verification.tested import MINUTE, deliver, desk, held, member, take_steps

PHONE, MAIL, KEPT = "+996 312 111111", "duty@example.org", "+996 312 222222"
ANSWERED, SILENT = ReachabilityOutcome.ANSWERED, ReachabilityOutcome.SILENT
MORNING = datetime(2026, 11, 26, 3, 12, tzinfo=UTC)
PAGE = "/en/verification/reachability/desks/test-desk"


@pytest.fixture
def lines(tester: Account) -> dict[str, ContactDetail]:
    """Return a public phone and mail address of the desk, and a phone that is for its network."""
    own = {"network_key": "casc"}
    made = {
        PHONE: factories.contact(PHONE, means="phone", **own),
        MAIL: factories.contact(MAIL, **own),
        KEPT: factories.contact(KEPT, means="phone", audience="network", **own),
    }
    factories.add(*made.values())
    return made


def call(account: Account, line: ContactDetail | None, minutes: int | None) -> None:
    with committing():
        service.log_call(viewer(account), desk(), clock.now(), minutes, line)


def test_a_message_to_a_line_goes_to_its_address_alone(tester: Account, lines: dict[str, ContactDetail]) -> None:
    member()
    with committing():
        service.send_to_line(viewer(tester), desk(), lines[MAIL])

    take_steps()

    assert [mail.address for mail in letters()] == [MAIL]


def test_an_address_to_which_no_mail_can_be_sent_is_refused(tester: Account) -> None:
    two = factories.contact("one@example.org, two@example.org", network_key="casc")
    factories.add(two)

    with pytest.raises(InvalidInput):
        service.send_to_line(viewer(tester), desk(), two)


def test_a_line_that_does_not_answer_is_named_to_coordinators_once(
    tester: Account, lines: dict[str, ContactDetail], at: Callable[..., None]
) -> None:
    began = clock.now()
    for day in range(2):
        at(began + timedelta(days=day))
        with committing():
            service.send_to_line(viewer(tester), desk(), lines[MAIL])
        take_steps()
        deliver()
        at(began + timedelta(days=day, minutes=61))
        take_steps()

    [told] = letters("reachability_line_silent")
    assert (told.address, told.values["line"]) == (tester.email, MAIL)


def test_a_letter_keeps_back_a_line_that_is_not_public(tester: Account, lines: dict[str, ContactDetail]) -> None:
    call(tester, lines[KEPT], None)

    [told] = letters("reachability_line_silent")
    assert told.values["line"] == "a line that is not public"


# Results of the last tests of two lines and of the desk as a whole, and whether the desk is silent.
SILENCE = [
    ([(PHONE, None)], True),
    ([(PHONE, None), (MAIL, 3)], False),
    ([(PHONE, 3), (PHONE, None)], True),
    ([(PHONE, None), (PHONE, 3)], False),
    ([(PHONE, None), (MAIL, None)], True),
    ([("", 3), (PHONE, None)], False),
    ([("", None), (PHONE, None)], True),
]


@pytest.mark.parametrize(("calls", "is_silent"), SILENCE)
def test_a_desk_is_silent_if_none_of_its_lines_answered_its_last_test(
    tester: Account,
    lines: dict[str, ContactDetail],
    at: Callable[..., None],
    calls: list[tuple[str, int | None]],
    is_silent: bool,
) -> None:
    began = clock.now()
    for number, (line, minutes) in enumerate(calls):
        at(began + number * MINUTE)
        call(tester, lines.get(line), minutes)

    assert [one.key for one, _at in list_silent()] == (["test-desk"] if is_silent else [])


def test_a_line_that_was_removed_says_nothing_of_its_desk(tester: Account, lines: dict[str, ContactDetail]) -> None:
    call(tester, lines[PHONE], 3)
    call(tester, lines[MAIL], None)
    assert list_silent() == []

    with committing():
        db.session.delete(lines[PHONE])

    assert [one.key for one, _at in list_silent()] == ["test-desk"]


# What is pressed, and what follows: outcome, minutes, reports.
PRESSED = [
    ({"result": "at_once"}, (ANSWERED, 0, 0)),
    ({"result": "later", "minutes": "4"}, (ANSWERED, 4, 0)),
    ({"result": "nobody"}, (SILENT, None, 0)),
    ({"result": "wrong_number"}, (ReachabilityOutcome.WRONG_NUMBER, None, 1)),
]


@pytest.mark.parametrize(("pressed", "follows"), PRESSED)
def test_a_coordinator_calls_a_number_and_notes_the_result_by_one_button(
    tester: Account,
    lines: dict[str, ContactDetail],
    small_app: Flask,
    pressed: dict[str, str],
    follows: tuple[str, int | None, int],
) -> None:
    client, phone = signed_in(small_app, tester), lines[PHONE].key
    shown = client.get(PAGE).text
    assert 'href="tel:+996312111111"' in shown

    said = client.post(f"{PAGE}/call", data={"line": phone, **pressed})

    found = list_last_tests([phone])[phone]
    assert said.status_code == 303
    assert (found.outcome, found.minutes, db.session.query(Report).count()) == follows


def test_a_later_answer_without_its_minutes_is_refused_in_words(
    tester: Account, lines: dict[str, ContactDetail], small_app: Flask
) -> None:
    client = signed_in(small_app, tester)

    for minutes in ("", "soon", "0"):
        data = {"line": lines[PHONE].key, "result": "later", "minutes": minutes}
        refused = client.post(f"{PAGE}/call", data=data)
        assert (refused.status_code, 'role="alert"' in refused.text) == (400, True)
        assert f'value="{minutes}"' in refused.text
    assert held() == []


def test_a_line_of_another_desk_or_of_other_means_is_as_an_unknown_one(
    tester: Account, lines: dict[str, ContactDetail], small_app: Flask
) -> None:
    other = factories.contact("+996 312 333333", means="phone", network_key="globe")
    factories.add(other)
    client = signed_in(small_app, tester)

    for key in (other.key, lines[MAIL].key, "unknown"):
        assert client.post(f"{PAGE}/call", data={"line": key, "result": "nobody"}).status_code == 404
    assert client.post(f"{PAGE}/message", data={"line": lines[PHONE].key}).status_code == 404
    assert held() == []


@pytest.mark.parametrize("path", ["", "/call", "/message", "/alarm"])
def test_nobody_outside_the_scope_tests_a_line(
    tester: Account, lines: dict[str, ContactDetail], small_app: Flask, path: str
) -> None:
    for stranger in (factories.account(Role.COORDINATOR, jurisdiction_key="KZ"), member()):
        client = signed_in(small_app, stranger)
        data = {"line": lines[PHONE].key, "result": "nobody"}
        answer = client.post(PAGE + path, data=data) if path else client.get(PAGE)
        assert answer.status_code == 403
    assert held() == []


def test_the_lines_of_a_desk_that_has_ended_are_not_tested(
    tester: Account, lines: dict[str, ContactDetail], small_app: Flask
) -> None:
    client = signed_in(small_app, tester)
    with committing():
        desk().status = "closed"

    pressed = client.post(f"{PAGE}/call", data={"line": lines[PHONE].key, "result": "nobody"})

    assert [client.get(PAGE).status_code, pressed.status_code] == [410, 410]


def test_everyone_who_may_read_a_line_is_told_when_it_last_answered_and_how_fast(
    tester: Account, lines: dict[str, ContactDetail], small_app: Flask, at: Callable[..., None]
) -> None:
    at(MORNING)
    call(tester, lines[PHONE], 4)
    call(tester, lines[KEPT], 9)
    at(MORNING + timedelta(hours=1))
    call(tester, lines[PHONE], None)
    public = [
        "Thu, 26 Nov 2026, 10:12 there: no answer in time",
        "answered Thu, 26 Nov 2026, 09:16 there, after 4 minutes",
    ]
    kept = "answered Thu, 26 Nov 2026, 09:21 there, after 9 minutes"
    pages = {
        who: client.get("/en/focal-points/test-desk").text
        for who, client in {
            "visitor": small_app.test_client(),
            "member": signed_in(small_app, factories.account(jurisdiction_key="KZ", networks=["casc"])),
            "outsider": signed_in(small_app, factories.account(jurisdiction_key="KZ", networks=["globe"])),
        }.items()
    }

    assert all(words in page for page in pages.values() for words in public)
    assert {who for who, page in pages.items() if kept in page} == {"member"}
    assert all("never tested" in page for page in pages.values())


def test_the_board_and_the_api_say_of_each_line_when_it_last_answered(
    tester: Account, lines: dict[str, ContactDetail], small_app: Flask, at: Callable[..., None]
) -> None:
    at(MORNING)
    call(tester, lines[PHONE], 4)
    visitor = small_app.test_client()

    board = visitor.get("/en/focal-points?network=casc&jurisdiction=KG").text
    contacts = visitor.get("/api/v1/focal-points/test-desk").json["contacts"]

    told = {one["id"]: one["last_test"] for one in contacts}
    assert "answered Thu, 26 Nov 2026, 09:16 there, after 4 minutes" in board
    assert told == {
        lines[MAIL].key: None,
        lines[PHONE].key: {
            "outcome": "answered",
            "tested_at": "2026-11-26T03:12:00+00:00",
            "answered_at": "2026-11-26T03:16:00+00:00",
            "minutes": 4,
            "is_exercise": False,
        },
    }
