"""A recipient with several entries gets one letter about all of them, and answers them from one page."""

from collections.abc import Callable
from datetime import timedelta
from email.message import EmailMessage

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory import clock
from directory.extensions import db
from directory.models import Account, Authority, Campaign, ContactDetail, Mail
from directory.outbox.messages import message_of
from directory.outbox.service import note_bounce
from directory.people.service.moves import offices_before, settle_move
from directory.transaction import committing
from directory.verification.service import campaigns
from directory.vocabulary import Role
from tests import factories
from tests.html import parse
from tests.people import signed_in, visit
from tests.verification.conftest import asked_of, everything, letters, start, take_steps, version_in, viewer

SHARED = "chancery@example.org"
KEYS = ("kg-first", "kg-second")
NAMES = ("First Office", "Second Office")


@pytest.fixture
def campaign(small_app: Flask, coordinator: Account) -> Campaign:
    """Return a campaign that asks two offices with one address; the letters are queued."""
    for key, name in zip(KEYS, NAMES, strict=True):
        factories.add(factories.authority(key, name=factories.english(name)))
        factories.add(factories.contact(SHARED, key))
    started = start(coordinator)
    take_steps()
    return started


@pytest.fixture
def office(small_app: Flask) -> FlaskClient:
    client = small_app.test_client()
    visit(client)
    return client


def own() -> list[Mail]:
    return [one for one in letters() if one.address == SHARED]


def message(app: Flask, mail: Mail) -> EmailMessage:
    return message_of(mail, app.config["SETTINGS"])


def list_link() -> str:
    return f"/en/{own()[-1].values['path']}"


def test_one_letter_names_all_entries_with_state_deadline_and_contact(
    small_app: Flask, coordinator: Account, campaign: Campaign
) -> None:
    [letter] = own()
    with committing():
        letter.language = "en"

    sent = message(small_app, letter)

    text, site = sent.get_content(), small_app.config["SETTINGS"].site_address
    assert letter.values["entries"].count("\n") == 1
    assert all(f"{name}, " in letter.values["entries"] for name in NAMES)
    assert str(sent["Subject"]).startswith(f"Please confirm by {letter.values['until']}: First Office, ")
    assert letter.values["contact"].endswith(f"{coordinator.name} · {coordinator.email}")
    assert all(words in text for words in (letter.values["contact"], letter.values["until"], f"{site}/en/verification"))
    assert f"begin with {site}/ and with nothing else" in text


def test_one_page_leads_to_each_entry_and_back(small_app: Flask, campaign: Campaign, office: FlaskClient) -> None:
    page = parse(office.get(list_link()))
    first = page.one("h2", "First Office").within("li").one("a.button")["href"]
    assert len(page.all("main li a.button")) == 2

    answer = office.post(first, data={"version": version_in(office.get(first).text)})

    back = parse(office.get(answer.headers["Location"]))
    assert answer.headers["Location"].startswith(f"{list_link()}?")
    assert "1 entry waits" in back.one("main").text
    [left] = back.all("main li a.button")
    assert "Second Office" in left.within("li").text
    assert [asked_of(campaign, key).answer for key in KEYS] == ["confirmed", ""]
    assert office.get(first).status_code == 410


def test_a_correction_leads_back_to_the_list(campaign: Campaign, office: FlaskClient) -> None:
    entry = parse(office.get(list_link())).one("h2", "Second Office").within("li").one("a.button")["href"]
    form = parse(office.get(entry)).one("a.button.quiet")["href"]

    answer = office.post(form, data={"version": version_in(office.get(form).text), "note": "We have moved"})

    assert answer.headers["Location"].startswith(f"{list_link()}?")
    assert asked_of(campaign, KEYS[1]).answer == "corrected"


def test_a_reminder_lists_what_is_left_and_for_one_entry_leads_to_its_page(
    campaign: Campaign, office: FlaskClient, at: Callable[..., None]
) -> None:
    first = parse(office.get(list_link())).one("h2", "First Office").within("li").one("a.button")["href"]
    office.post(first, data={"version": version_in(office.get(first).text)})

    at(clock.now() + timedelta(days=7, minutes=1))
    take_steps()

    _, reminder = own()
    assert "Second Office" in reminder.values["entries"]
    assert "First Office" not in reminder.values["entries"]
    assert reminder.values["path"] == f"verification/confirm/{asked_of(campaign, KEYS[1]).token}"


def test_opening_the_list_changes_nothing(campaign: Campaign, office: FlaskClient) -> None:
    before = everything()

    answers = {office.open(list_link(), method=method).status_code for method in ("HEAD", "GET", "GET")}

    assert (answers, everything()) == ({200}, before)


@pytest.mark.parametrize(
    ("bounced", "words"),
    [(True, "came back later, so this list is empty"), (False, "no longer answers for the entries")],
)
def test_an_empty_list_says_why_and_whom_to_ask(
    campaign: Campaign, coordinator: Account, office: FlaskClient, bounced: bool, words: str
) -> None:
    link = list_link()
    with committing():
        if bounced:
            note_bounce(SHARED)
        else:
            for contact in db.session.scalars(select(ContactDetail).where(ContactDetail.value == SHARED)):
                contact.value = "other@example.org"

    page = parse(office.get(link)).one("main")

    assert words in page.text
    assert coordinator.email in page.text
    assert "All entries are answered" not in page.text


def test_the_list_is_kept_nowhere(small_app: Flask, campaign: Campaign) -> None:
    headers = small_app.test_client().get(list_link()).headers

    assert headers["Cache-Control"] == "private, no-store"
    assert "ETag" not in headers


def test_the_list_ends_with_its_campaign_and_a_forged_one_is_not_found(
    coordinator: Account, campaign: Campaign, office: FlaskClient
) -> None:
    link = list_link()
    with committing():
        campaigns.stop(viewer(coordinator), campaign)

    assert office.get(link).status_code == 410
    assert office.get(link[:-1]).status_code == office.get(link.swapcase().lower()).status_code == 404


def test_the_list_of_a_person_who_leaves_an_office_ends(small_app: Flask, coordinator: Account) -> None:
    person = factories.account(authority_key="kg-prosecutor-general", desks=["kg-casc"], jurisdiction_key="KG")
    start(coordinator, kind="")
    take_steps()
    [letter] = [one for one in letters("verification_ask") if one.address == person.email]
    link, client = f"/en/{letter.values['path']}", signed_in(small_app, person)
    assert "/verification/asked/" in link
    assert client.get(link).status_code == 200

    signed_in(small_app, factories.account(Role.ADMINISTRATOR)).post(f"/en/people/{person.id}/end")

    assert small_app.test_client().get(link).status_code == 404


def test_a_person_who_leaves_one_of_several_desks_gets_no_new_link_for_it(
    small_app: Flask, coordinator: Account, at: Callable[..., None]
) -> None:
    desks = [f"kg-desk-{one}" for one in "abc"]
    for desk in desks:
        factories.add(factories.authority(f"{desk}-office"), factories.focal_point(desk, f"{desk}-office"))
    person = factories.account(desks=desks, jurisdiction_key="KG")
    campaign = start(coordinator, kind="focal_point")
    take_steps()
    with committing():
        before = offices_before(person)
        person.desks = [one for one in person.desks if one.focal_point_key != desks[0]]
        db.session.flush()
        settle_move(viewer(coordinator), person, before)
    at(clock.now() + timedelta(days=7, minutes=1))
    take_steps()

    reminder = [one for one in letters() if one.address == person.email][-1]
    page = small_app.test_client().get(f"/en/{reminder.values['path']}")

    assert [asked_of(campaign, desk).token in page.text for desk in desks] == [False, True, True]
    assert page.text.count("/verification/confirm/") == 2


@pytest.mark.parametrize(
    "name",
    [
        "Office\r\nBcc: all@example.org",
        "Office\u2028Bcc: all@example.org",
        "\u202egnihsihp\u2066 Office",
        "<b>Office</b>",
    ],
)
def test_no_name_adds_a_line_or_turns_the_text_around_it(small_app: Flask, coordinator: Account, name: str) -> None:
    factories.add(factories.authority(KEYS[0]), factories.contact(SHARED, KEYS[0]))
    with committing():
        db.session.get_one(Authority, KEYS[0]).name = factories.english(name)
    start(coordinator)
    take_steps()
    [letter] = own()

    sent = message(small_app, letter)

    assert sent["Bcc"] is None
    assert sent.get_content_type() == "text/plain"
    assert len(letter.values["entries"].splitlines()) == 1
    assert not any(one in f"{sent['Subject']}{sent.get_content()}" for one in "\u202e\u2066\u2028")
    assert "Office" in letter.values["about"]


@pytest.mark.parametrize(
    ("audience", "reply_to", "words"),
    [
        ("public", "asks@example.org", "Answers go to asks@example.org."),
        ("practitioners", None, "Answers to it are not read."),
    ],
)
def test_answers_go_to_the_public_mail_address_of_the_office_that_asks(
    small_app: Flask, audience: str, reply_to: str | None, words: str
) -> None:
    factories.add(factories.authority(), factories.authority(KEYS[0]), factories.contact(SHARED, KEYS[0]))
    factories.add(factories.contact("asks@example.org", audience=audience))
    start(factories.account(Role.COORDINATOR, jurisdiction_key="KG", authority_key="test-authority"))
    take_steps()
    with committing():
        own()[0].language = "en"

    sent = message(small_app, own()[0])

    assert sent["Reply-To"] == reply_to
    assert words in sent.get_content()


@pytest.mark.parametrize(("audience", "is_named"), [("public", True), ("practitioners", False)])
def test_the_contact_for_questions_has_the_phone_that_everyone_may_read(
    small_app: Flask, audience: str, is_named: bool
) -> None:
    factories.add(factories.authority(), factories.authority(KEYS[0]), factories.contact(SHARED, KEYS[0]))
    factories.add(factories.contact("+996 312 123 456", means="phone", audience=audience))
    author = factories.account(Role.COORDINATOR, jurisdiction_key="KG", authority_key="test-authority")
    start(author)
    take_steps()

    [letter] = own()

    assert ("312 123 456" in letter.values["contact"]) is is_named
    assert letter.values["contact"].startswith("Office of Tests · ")
