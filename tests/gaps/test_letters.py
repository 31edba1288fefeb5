"""One letter asks an office for all that is missing, where it is asked to confirm its entry, once in thirty days."""

from collections.abc import Callable
from datetime import datetime, timedelta
from typing import Any

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory import clock
from directory.accounts.queries import viewer_of
from directory.errors import Conflict
from directory.extensions import db
from directory.gaps import service
from directory.gaps.service import ASK_AGAIN_DAYS
from directory.models import Account, AuditEvent, Authority, Campaign, CampaignEntry, Competence, Mail
from directory.outbox.messages import message_of
from directory.outbox.service import note_bounce
from directory.transaction import committing
from directory.verification.service import campaigns
from directory.vocabulary import Role
from tests import factories
from tests.html import parse
from tests.people import signed_in, visit

ASK = "/en/gaps/KG/ask/test-authority"
ADDRESS = "test-authority@example.org"


@pytest.fixture
def client(small_app: Flask, coordinator: Account) -> FlaskClient:
    """Return the coordinator's browser; an office receives requests and has an address."""
    factories.add(factories.authority())
    factories.add(
        Competence(key="test-authority:one", authority_key="test-authority", function="extradition"),
        factories.contact(ADDRESS),
    )
    return signed_in(small_app, coordinator)


@pytest.fixture
def at(monkeypatch: pytest.MonkeyPatch) -> Callable[[datetime], None]:
    return lambda moment: monkeypatch.setattr(clock, "now", lambda: moment)


def letters() -> list[Mail]:
    db.session.rollback()
    return list(db.session.scalars(select(Mail).order_by(Mail.id)))


def test_one_letter_lists_all_that_is_missing(small_app: Flask, client: FlaskClient) -> None:
    factories.add(factories.authority("kg-silent"))
    factories.add(Competence(key="kg-silent:one", authority_key="kg-silent", function="travel_documents"))
    member = factories.account(authority_key="kg-silent", language="en")
    address = "/en/gaps/KG/ask/kg-silent"

    shown = [line.text for line in parse(client.get(address)).all("main .plain-list li")]
    sent = client.post(address)

    assert sent.headers["Location"] == "/en/gaps/KG#offices"
    [letter] = letters()
    assert (letter.letter, letter.address, letter.language) == ("verification_gaps", member.email, "en")
    assert letter.values["gaps"] == "\n".join(f"- {line}" for line in shown)
    text = message_of(letter, small_app.config["SETTINGS"]).get_content()
    assert "Authority: Office of Tests, Kyrgyzstan" in text
    assert "- No phone, mail address or postal address known of an office that receives requests\n- Details" in text


@pytest.mark.usefixtures("client")
def test_who_looks_after_a_state_in_two_networks_sends_it_too(small_app: Flask) -> None:
    of_two = signed_in(small_app, factories.account(Role.COORDINATOR, ["casc", "caricc"], jurisdiction_key="KG"))

    assert of_two.post(ASK).headers["Location"] == "/en/gaps/KG#offices"
    assert [letter.address for letter in letters()] == [ADDRESS]


# Without people there are two ways to say so: to who may see accounts, and to who may not.
@pytest.mark.parametrize(
    ("asker", "is_counted", "has_people"),
    [
        ({"jurisdiction_key": "KG"}, True, True),
        ({"jurisdiction_key": "KG"}, True, False),
        ({"jurisdiction_key": "KG", "networks": ["casc"]}, True, True),
        ({"networks": ["casc"]}, False, True),
        ({"networks": ["casc"]}, False, False),
        ({"role": Role.ADMINISTRATOR}, True, True),
    ],
)
@pytest.mark.usefixtures("client")
def test_the_page_counts_the_people_of_an_office_for_who_may_see_their_accounts(
    small_app: Flask, asker: dict[str, Any], is_counted: bool, has_people: bool
) -> None:
    if has_people:
        for network in ("casc", "globe"):
            factories.account(networks=[network], jurisdiction_key="KG", authority_key="test-authority")
    browser = signed_in(small_app, factories.account(**{"role": Role.COORDINATOR, **asker}))

    told = parse(browser.get(ASK)).one("form.band").text
    browser.post(ASK)

    counted = "to 2 people who work there" if has_people else "to the mail address on which the office is asked"
    assert (counted if is_counted else "to the people who work there, or to the mail address of the office") in told
    assert len(letters()) == (2 if has_people else 1)


def test_nothing_is_sent_before_the_button_is_pressed(client: FlaskClient) -> None:
    page = parse(client.get(ASK))

    assert page.one("form.band button").text == "Send the letter"
    assert (letters(), db.session.scalars(select(Campaign)).all()) == ([], [])


def test_the_letter_goes_where_the_office_is_asked_to_confirm_its_entry(client: FlaskClient) -> None:
    client.post(ASK)

    assert [(one.address, one.language) for one in letters()] == [(ADDRESS, "ky")]


def test_an_office_is_asked_once_and_the_page_says_who_asked_and_when(client: FlaskClient) -> None:
    first, again = client.post(ASK), client.post(ASK)

    page = parse(client.get("/en/gaps/KG")).one("section[aria-labelledby=offices]")
    office = page.one('a[href="/en/authorities/test-authority"]').within("li")
    campaign = db.session.scalars(select(Campaign)).one()

    assert (first.status_code, again.status_code, len(letters())) == (303, 409, 1)
    assert "Network coordinator, Kyrgyzstan" in office.text
    assert f"/en/verification/campaigns/{campaign.public_id}" in office.links
    assert not any("/ask/" in link for link in office.links)
    assert parse(client.get(ASK)).all("form.band") == []


@pytest.mark.parametrize(("days", "is_refused"), [(ASK_AGAIN_DAYS - 1, True), (ASK_AGAIN_DAYS + 1, False)])
def test_an_office_is_asked_again_after_thirty_days(
    client: FlaskClient, coordinator: Account, at: Callable[[datetime], None], days: int, is_refused: bool
) -> None:
    ask(coordinator)

    at(clock.now() + timedelta(days=days))

    if is_refused:
        with pytest.raises(Conflict):
            ask(coordinator)
    else:
        ask(coordinator)
    assert len(letters()) == (1 if is_refused else 2)


def test_a_campaign_takes_the_further_steps(
    client: FlaskClient, coordinator: Account, at: Callable[[datetime], None]
) -> None:
    ask(coordinator)

    at(clock.now() + timedelta(days=7, minutes=1))
    with committing():
        campaigns.send_due_steps(clock.now())

    assert [one.letter for one in letters()] == ["verification_gaps", "verification_reminder"]


def test_the_office_answers_without_an_account_and_its_note_stands_with_the_gaps(
    small_app: Flask, client: FlaskClient, coordinator: Account
) -> None:
    client.post(ASK)
    office = small_app.test_client()
    visit(office)
    link = f"/en/{letters()[0].values['path']}"
    version = parse(office.get(link)).one("[name=version]")["value"]

    sent = office.post(link, data={"version": version, "note": "Our phone is +996 312 54 22 32."})

    assert sent.status_code == 303
    assert office.get(link).status_code == 410
    asked = db.session.scalars(select(CampaignEntry)).one()
    assert (asked.answer, asked.next_step) == ("corrected", "")
    assert "Our phone is +996 312 54 22 32." in parse(client.get("/en/gaps/KG")).one("main").text


def test_a_campaign_that_asks_for_gaps_says_so(client: FlaskClient) -> None:
    client.post(ASK)

    assert "what the directory does not know of an office" in parse(client.get("/en/verification")).one("main").text


@pytest.mark.parametrize("what", ["no address", "a bounced address", "nothing missing"])
def test_the_page_says_why_an_office_cannot_be_asked(client: FlaskClient, what: str) -> None:
    key = "test-authority"
    if what == "a bounced address":
        with committing():
            note_bounce(ADDRESS)
    elif what == "no address":
        key = "kg-silent"
        factories.add(factories.authority(key))
    else:
        verify(client, key)

    page, sent = client.get(f"/en/gaps/KG/ask/{key}"), client.post(f"/en/gaps/KG/ask/{key}")

    words = "Nothing is missing" if what == "nothing missing" else "no mail address that reaches this office"
    assert words in parse(page).one(".notice.calm").text
    assert (parse(page).all("form.band"), sent.status_code, letters()) == ([], 400, [])


def test_nobody_else_asks(small_app: Flask, client: FlaskClient) -> None:
    people = [factories.account(jurisdiction_key="KG"), factories.account(Role.COORDINATOR, jurisdiction_key="KZ")]
    other = signed_in(small_app, factories.account(Role.ADMINISTRATOR))

    answers = [signed_in(small_app, person).post(ASK).status_code for person in people]

    assert answers == [403, 403]
    # An office of another State than the address names, and none at all.
    assert [other.post(f"/en/gaps/{path}").status_code for path in ("KZ/ask/test-authority", "KG/ask/nobody")] == [
        404
    ] * 2
    assert letters() == []


def test_the_start_is_recorded(client: FlaskClient, coordinator: Account) -> None:
    client.post(ASK)

    campaign = db.session.scalars(select(Campaign)).one()
    event = db.session.scalars(select(AuditEvent).where(AuditEvent.action == "start_campaign")).one()
    assert (event.actor_id, event.key) == (coordinator.id, campaign.public_id)


def ask(coordinator: Account) -> None:
    with committing():
        authority = db.session.get_one(Authority, "test-authority")
        service.ask(viewer_of(coordinator), authority, lambda _language: "- No phone")


def verify(client: FlaskClient, key: str) -> None:
    address = f"/en/verification/verify?kind=authority&key={key}"
    version = parse(client.get(address)).one("[name=version]")["value"]
    assert client.post(address, data={"version": version}).status_code == 303
