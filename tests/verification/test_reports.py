"""Wrong number or no answer: anyone reports, who keeps the entry settles, the reporter is told and forgotten."""

from datetime import timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory import clock
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.dates import long_day
from directory.errors import NotPermitted
from directory.extensions import db
from directory.jobs.schedule import tell_of_moved_reports
from directory.models import Account, Authority, ContactDetail, Mail, Provenance, Report
from directory.outbox.messages import message_of
from directory.transaction import committing
from directory.verification.service import reports
from directory.verification.service.reports import forget_reporters
from directory.verification.service.reports import report as store_report
from directory.vocabulary import ReportOutcome, Role
from tests import factories
from tests.html import parse
from tests.people import signed_in, visit
from tests.verification.conftest import everything, letters, version_in

KEY = "test-authority:+996 312 000 001"
FORM = "/en/verification/report?kind=contact_detail&key="
REPORTER = "reader@example.org"
WORDS = "Called twice at noon"
LEFT_AN_ADDRESS = "The reporter left a mail address."


@pytest.fixture
def visitor(small_app: Flask) -> FlaskClient:
    """Return a visitor's client, with an authority that has a public phone and one for practitioners."""
    factories.add(factories.authority())
    factories.add(
        factories.contact("+996 312 000 001", means="phone"),
        factories.contact("+996 312 000 002", means="phone", audience="practitioners"),
    )
    client = small_app.test_client()
    visit(client)
    return client


def report(client: FlaskClient, key: str = KEY, **said: str) -> Report | int:
    answer = client.post(f"{FORM}{key.replace('+', '%2B')}", data={"fault": "no_answer", **said})
    found = db.session.scalar(select(Report).order_by(Report.id.desc()))
    return found if answer.status_code == 303 and found is not None else answer.status_code


def settle(client: FlaskClient, made: Report, outcome: str) -> None:
    path = f"/en/verification/reports/{made.public_id}"
    client.post(path, data={"outcome": outcome, "version": version_in(client.get(path).text)})


def test_a_report_reaches_the_coordinator_and_the_contact_carries_a_note(
    small_app: Flask, coordinator: Account, visitor: FlaskClient
) -> None:
    page = visitor.get("/en/authorities/test-authority").text
    assert "Wrong number or no answer?" in page
    assert "reported as wrong, being checked" not in page

    made = report(visitor, words=WORDS, address=REPORTER)

    assert isinstance(made, Report)
    assert len(made.public_id) == 16
    assert "reported as wrong, being checked" in visitor.get("/en/authorities/test-authority").text
    [letter] = letters("report_received")
    assert (letter.address, list(letter.values)) == (coordinator.email, ["path", "about", "is_urgent"])
    assert letter.values["path"] == f"verification/reports/{made.public_id}"
    assert made.public_id in signed_in(small_app, coordinator).get("/en/verification/reports").text


@pytest.mark.parametrize(("cover", "is_urgent"), [("round_the_clock", True), ("office_hours", False)])
def test_the_letter_names_the_office_and_is_urgent_for_a_line_round_the_clock(
    small_app: Flask, coordinator: Account, visitor: FlaskClient, cover: str, is_urgent: bool
) -> None:
    factories.add(factories.focal_point(cover=cover))
    with committing():
        db.session.get_one(ContactDetail, KEY).network_key = "casc"

    report(visitor)

    [letter] = letters("report_received")
    subject = str(message_of(letter, small_app.config["SETTINGS"])["Subject"])
    assert subject.endswith("A contact was reported as wrong: Office of Tests, Kyrgyzstan")
    assert subject.startswith("URGENT: ") is is_urgent


def test_many_reports_of_one_contact_are_one_letter_until_the_first_is_settled(
    small_app: Flask, coordinator: Account, visitor: FlaskClient
) -> None:
    made = [report(visitor, words=f"Try {number}") for number in range(3)]
    told = len(letters("report_received"))
    for one in made:
        assert isinstance(one, Report)
        settle(signed_in(small_app, coordinator), one, "right")
    report(visitor)

    assert (told, len(letters("report_received"))) == (1, 2)


def move_contact(state: str = "KG", network: str | None = None, authority: str = "test-authority") -> None:
    """Move the reported contact, and let the worker look at the reports twice."""
    with committing():
        db.session.get_one(Authority, authority).jurisdiction_key = state
        contact = db.session.get_one(ContactDetail, KEY)
        contact.network_key, contact.authority_key = network, authority
    for _ in range(2):
        tell_of_moved_reports()


# To whom a report is told when its contact moves, of the coordinators of a State, of a network, and of both States.
NEW_PLACES: list[tuple[dict[str, str], list[str]]] = [
    ({"state": "KZ"}, ["of KZ"]),
    ({"network": "globe"}, ["of globe"]),
    ({"authority": "kz-office", "state": "KZ"}, ["of KZ"]),
    ({}, []),
]


@pytest.mark.parametrize(("to", "told"), NEW_PLACES)
def test_who_looks_after_a_contact_that_moved_is_told_of_its_open_report_once(
    small_app: Flask, coordinator: Account, visitor: FlaskClient, to: dict[str, str], told: list[str]
) -> None:
    factories.add(factories.authority("kz-office", jurisdiction_key="KZ"))
    keepers = {
        factories.account(Role.COORDINATOR, jurisdiction_key="KZ").email: "of KZ",
        factories.account(Role.COORDINATOR, networks=["globe"]).email: "of globe",
    }
    first, _second = report(visitor), report(visitor)
    assert isinstance(first, Report)

    move_contact(**to)

    [_, *later] = letters("report_received")
    assert [keepers[letter.address] for letter in later] == told
    assert {letter.values["path"] for letter in later} <= {f"verification/reports/{first.public_id}"}


def test_a_report_that_was_settled_follows_nobody(small_app: Flask, coordinator: Account, visitor: FlaskClient) -> None:
    made = report(visitor)
    assert isinstance(made, Report)
    settle(signed_in(small_app, coordinator), made, "right")
    factories.account(Role.COORDINATOR, jurisdiction_key="KZ")

    move_contact(state="KZ")

    assert len(letters("report_received")) == 1


def test_nobody_but_who_settles_opens_a_report(small_app: Flask, coordinator: Account, visitor: FlaskClient) -> None:
    made = report(visitor, words=WORDS, address=REPORTER)
    assert isinstance(made, Report)
    own = f"/en/verification/reports/{made.public_id}"
    others = [
        factories.account(Role.PRACTITIONER, jurisdiction_key="KG"),
        factories.account(Role.COORDINATOR, jurisdiction_key="KZ"),
        factories.account(Role.COORDINATOR, networks=["globe"]),
    ]

    answers = [signed_in(small_app, one).get(own) for one in others]
    unknown = signed_in(small_app, others[1]).get("/en/verification/reports/unknown")

    assert [answer.status_code for answer in answers] == [403, 404, 404]
    assert unknown.status_code == 404
    assert visitor.get(own).status_code == 303
    assert WORDS in signed_in(small_app, coordinator).get(own).text
    pages = ["/en/authorities/test-authority", "/en/history?kind=authority&key=test-authority"]
    readings = [visitor.get(page).text for page in pages]
    readings.append(signed_in(small_app, coordinator).get("/en/verification/reports").text)
    assert not [text for text in readings if REPORTER in text or WORDS in text]


def test_the_address_of_a_reporter_is_shown_to_nobody_and_receives_the_letter(
    small_app: Flask, coordinator: Account, visitor: FlaskClient
) -> None:
    made, silent = report(visitor, address=REPORTER), report(visitor)
    assert isinstance(made, Report)
    assert isinstance(silent, Report)
    own, page = signed_in(small_app, coordinator), f"/en/verification/reports/{made.public_id}"

    shown = [own.get(page).text]
    settle(own, made, "right")
    shown.append(own.get(page).text)

    assert [(LEFT_AN_ADDRESS in text, REPORTER in text) for text in shown] == [(True, False)] * 2
    assert LEFT_AN_ADDRESS not in own.get(f"/en/verification/reports/{silent.public_id}").text
    assert [letter.address for letter in letters("report_right")] == [REPORTER]


@pytest.mark.parametrize(
    ("outcome", "letter", "grade"),
    [
        ("right", "report_right", "verified"),
        ("dead", "report_dead", "dead"),
        ("corrected", "report_corrected", "never"),
    ],
)
def test_a_report_is_settled_once_and_the_reporter_told(
    small_app: Flask, coordinator: Account, visitor: FlaskClient, outcome: str, letter: str, grade: str
) -> None:
    made = report(visitor, address=REPORTER)
    assert isinstance(made, Report)
    own, address = signed_in(small_app, coordinator), f"/en/verification/reports/{made.public_id}"
    if outcome == "corrected":
        note_corrected(KEY)
    seen = version_in(own.get(address).text)

    sent = ({"version": seen}, {"version": seen, "outcome": outcome}, {"version": seen, "outcome": "right"})
    answers = [own.post(address, data=data).status_code for data in sent]

    assert answers == [400, 303, 409]
    [mail] = db.session.scalars(select(Mail).where(Mail.address == REPORTER))
    today = long_day(made.reported_at.date(), "en")
    told = {"about": "Office of Tests, Kyrgyzstan", "means": "Phone", "day": today}
    assert (mail.letter, mail.values) == (letter, {"path": "authorities/test-authority"} | told)
    [contact] = visitor.get("/api/v1/authorities/test-authority").get_json()["contacts"]
    assert contact["details"]["value"]["freshness"] == grade
    page = visitor.get("/en/authorities/test-authority").text
    assert "reported as wrong, being checked" not in page
    assert ('<details class="dead">' in page) is (outcome == "dead")


def note_corrected(key: str) -> None:
    with committing():
        record(None, "changed", (ContactDetail.KIND, key), "value", "", "")


def test_a_report_stays_open_and_its_contact_marked_until_a_correction_is_published(
    small_app: Flask, coordinator: Account, visitor: FlaskClient
) -> None:
    made = report(visitor, address=REPORTER)
    assert isinstance(made, Report)
    own, address = signed_in(small_app, coordinator), f"/en/verification/reports/{made.public_id}"
    shown = own.get(address).text
    page = parse(shown)
    form = parse(own.get(str(page.one("main a.button.quiet")["href"])).text)

    refused = own.post(address, data={"version": version_in(shown), "outcome": "corrected"})

    assert refused.status_code == 400
    assert [one["value"] for one in page.all("input[name=outcome]")] == ["right", "dead"]
    assert [one["name"] for one in form.all("main [name]") if "value" in str(one["name"])] == ["1-value"]
    assert "reported as wrong, being checked" in visitor.get("/en/authorities/test-authority").text
    assert list(db.session.scalars(select(Mail).where(Mail.address == REPORTER))) == []
    assert db.session.scalar(select(Report.outcome).where(Report.id == made.id)) == ReportOutcome.OPEN


@pytest.mark.parametrize("outcome", ["right", "dead"])
def test_what_was_found_of_a_number_is_not_said_of_another_that_stands_there_by_now(
    small_app: Flask, coordinator: Account, visitor: FlaskClient, outcome: str
) -> None:
    made = report(visitor)
    assert isinstance(made, Report)
    own, address = signed_in(small_app, coordinator), f"/en/verification/reports/{made.public_id}"
    seen = version_in(own.get(address).text)
    with committing():
        db.session.get_one(ContactDetail, KEY).value = "+996 312 000 003"

    answer = own.post(address, data={"version": seen, "outcome": outcome})

    assert answer.status_code == 409
    assert db.session.get(Provenance, ("contact_detail", KEY, "value")) is None


# Who says what of a line of the network `casc` that only its members read.
OUTCOMES: tuple[tuple[dict[str, Any], list[str]], ...] = (
    ({"role": Role.COORDINATOR, "jurisdiction_key": "KG"}, ["corrected"]),
    ({"role": Role.COORDINATOR, "jurisdiction_key": "KG", "networks": ["casc"]}, ["corrected", "right", "dead"]),
    ({"role": Role.COORDINATOR, "networks": ["casc"]}, ["corrected", "right", "dead"]),
    ({"role": Role.ADMINISTRATOR}, ["corrected", "right", "dead"]),
)


@pytest.mark.parametrize(("who", "outcomes"), OUTCOMES)
def test_only_who_may_read_a_line_says_that_it_is_right_or_dead(
    small_app: Flask, visitor: FlaskClient, who: dict[str, Any], outcomes: list[str]
) -> None:
    line = factories.contact("+996 312 000 003", means="phone", audience="network", network_key="casc")
    factories.add(line)
    reader = signed_in(small_app, factories.account(networks=["casc"], jurisdiction_key="KG"))
    own, taken = signed_in(small_app, factories.account(**who)), []

    for outcome in ("corrected", "right", "dead"):
        made = report(reader, line.key)
        assert isinstance(made, Report)
        note_corrected(line.key)
        address = f"/en/verification/reports/{made.public_id}"
        page = own.get(address).text
        assert (line.value in page) is not ("You may not read this value." in page)
        sent = {"outcome": outcome, "version": version_in(page)}
        taken += [outcome] if own.post(address, data=sent).status_code == 303 else []

    assert taken == outcomes
    is_judged = db.session.get(Provenance, ("contact_detail", line.key, "value")) is not None
    assert is_judged is ("right" in outcomes)


# What happens to a reported line of the network `casc` in Kyrgyzstan, and the State and network that keep it then.
MOVES: dict[str, tuple[str, str]] = {
    "nothing": ("KG", "casc"),
    "another State": ("KZ", "casc"),
    "another network": ("KG", "ejn"),
    "both": ("KZ", "ejn"),
    "removed": ("KG", "casc"),
    "removed and another State": ("KZ", "casc"),
}


def move(line: ContactDetail, moved: str) -> None:
    state, network = MOVES[moved]
    with committing():
        db.session.get_one(Authority, line.authority_key).jurisdiction_key = state
        contact = db.session.get_one(ContactDetail, line.key)
        contact.network_key = network
        if moved.startswith("removed"):
            db.session.delete(contact)


@pytest.mark.parametrize("moved", MOVES)
@pytest.mark.usefixtures("visitor")
def test_a_report_goes_with_its_contact_to_who_keeps_it_then(small_app: Flask, moved: str) -> None:
    scopes = [(state, network) for state in ("KG", "KZ", "") for network in ("casc", "ejn", "") if state or network]
    line = factories.contact("+996 312 000 003", means="phone", network_key="casc")
    factories.add(line)
    with committing():
        made = [store_report(line, "no_answer", WORDS, "", "en") for _scope in scopes]
    note_corrected(line.key)
    move(line, moved)
    listed, settled = [], []

    for one, scope in zip(made, scopes, strict=True):
        state, network = scope
        account = factories.account(Role.COORDINATOR, [network] if network else [], jurisdiction_key=state or None)
        own, address = signed_in(small_app, account), f"/en/verification/reports/{one.public_id}"
        listed += [scope] if one.public_id in own.get("/en/verification/reports").text else []
        answer = own.post(address, data={"outcome": "corrected"})
        assert answer.status_code in (303, 404)
        settled += [scope] if answer.status_code == 303 else []

    state, network = MOVES[moved]
    assert listed == settled == [one for one in scopes if one[0] in (state, "") and one[1] in (network, "")]


@pytest.mark.parametrize("is_gone", [False, True], ids=["there", "gone"])
@pytest.mark.usefixtures("visitor")
def test_nobody_settles_a_report_outside_their_scope(small_app: Flask, *, is_gone: bool) -> None:
    line = factories.contact("+996 312 000 003", means="phone", network_key="casc")
    factories.add(line)
    with committing():
        made = store_report(line, "no_answer", WORDS, "", "en")
    move(line, "removed" if is_gone else "nothing")
    elsewhere = Viewer(Role.COORDINATOR, factories.account(Role.COORDINATOR).id, "KZ")

    with pytest.raises(NotPermitted), committing():
        reports.settle(elsewhere, made, ReportOutcome.CORRECTED, "")

    assert made.outcome == ReportOutcome.OPEN


def test_a_contact_that_may_not_be_read_is_as_unknown_as_one_that_is_not_there(visitor: FlaskClient) -> None:
    keys = ["nothing", "test-authority", "test-authority:+996 312 000 002", "test-authority:"]

    answers = [visitor.get(f"{FORM}{key.replace('+', '%2B')}").status_code for key in keys]

    assert {*answers, *(report(visitor, key) for key in keys)} == {404}


WRONG = (
    ({"fault": ""}, "Fill in this field."),
    ({"fault": "unheard"}, "Choose from the list"),
    ({"address": "not an address", "words": WORDS}, WORDS),
    ({"address": "a@example.org, b@example.org"}, "Write a whole mail address"),
    ({"address": "a@example.org\nBcc: b@example.org"}, "Write a whole mail address"),
    ({"words": "x" * 2001}, "Write at most 2000 characters."),
)


def test_a_wrong_form_says_what_is_wrong_and_loses_nothing(visitor: FlaskClient) -> None:
    for number, (said, words) in enumerate(WRONG):
        answer = visitor.post(
            f"{FORM}{KEY.replace('+', '%2B')}",
            data={"fault": "no_answer", **said},
            environ_overrides={"REMOTE_ADDR": f"192.0.2.{number}"},
        )

        assert (answer.status_code, words in answer.text) == (400, True), said
    assert db.session.scalars(select(Report)).all() == []


def test_reports_of_one_address_are_limited(visitor: FlaskClient) -> None:
    answers = [report(visitor) for _ in range(6)]

    assert answers[5] == 429
    assert all(isinstance(answer, Report) for answer in answers[:5])


def test_opening_the_form_changes_nothing(visitor: FlaskClient) -> None:
    before = everything()

    assert visitor.get(f"{FORM}{KEY.replace('+', '%2B')}").status_code == 200
    assert everything() == before


def test_a_reporter_is_forgotten_thirty_days_after_settling(
    small_app: Flask, coordinator: Account, visitor: FlaskClient
) -> None:
    settled, still_open = (report(visitor, words=WORDS, address=f"{name}@example.org") for name in ("one", "two"))
    assert isinstance(settled, Report)
    assert isinstance(still_open, Report)
    settle(signed_in(small_app, coordinator), settled, "right")

    forgotten = []
    for days in (29, 31, 31):
        with committing():
            forgotten.append(forget_reporters(clock.now() + timedelta(days=days)))

    assert forgotten == [0, 1, 0]
    rows = everything()
    assert not any("one@example.org" in repr(found) for found in rows.values())
    assert any("two@example.org" in repr(found) for found in rows.values())


def test_a_dead_contact_that_is_verified_later_lives_again(
    small_app: Flask, coordinator: Account, visitor: FlaskClient
) -> None:
    made = report(visitor)
    assert isinstance(made, Report)
    own = signed_in(small_app, coordinator)
    settle(own, made, "dead")
    assert db.session.get(Provenance, ("contact_detail", KEY, "value")).is_dead

    again = report(visitor)
    assert isinstance(again, Report)
    settle(own, again, "right")

    assert not db.session.get(Provenance, ("contact_detail", KEY, "value")).is_dead
