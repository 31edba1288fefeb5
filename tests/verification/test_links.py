"""The link of a campaign: opening it changes nothing, it confirms its own entry once, and masks what is restricted."""

import re
from datetime import timedelta
from html import unescape

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory import clock
from directory.extensions import db
from directory.models import Account, Authority, CampaignEntry, Mail, Proposal, Provenance, Verification
from directory.transaction import committing
from directory.verification.service import campaigns
from tests import factories
from tests.html import parse
from tests.people import signed_in, visit
from tests.verification.conftest import (
    asked_of,
    everything,
    letters,
    link_to,
    offices,
    start,
    take_steps,
    version_in,
    viewer,
)

MANY = 20
SECRET_NUMBER = "+996 0001 9182 7367"
SECRET_NAME = "Zxplainly Fictiwoqal"


@pytest.fixture
def visitor(small_app: Flask) -> FlaskClient:
    client = small_app.test_client()
    visit(client)
    return client


def confirm(client: FlaskClient, link: str) -> int:
    return client.post(link, data={"version": version_in(client.get(link).text)}).status_code


def verified(key: str) -> list[Provenance]:
    rows = db.session.scalars(select(Provenance).where(Provenance.verified_on.is_not(None)))
    return [row for row in rows if row.key == key or row.key.startswith(f"{key}:")]


def test_heads_and_gets_of_all_links_change_nothing(
    small_app: Flask, coordinator: Account, visitor: FlaskClient
) -> None:
    offices(MANY)
    campaign = start(coordinator)
    take_steps()
    links = [link_to(campaign, one.key) for one in db.session.scalars(select(CampaignEntry))]
    assert len(links) >= MANY
    before = everything()

    answers = {visitor.open(link, method=method).status_code for method in ("HEAD", "GET") for link in links}
    answers |= {visitor.get(link).status_code for link in links[:5] for _ in range(2)}
    answers |= {visitor.head(f"{link}/correct").status_code for link in links[:5] for _ in range(2)}

    assert answers == {200}
    assert everything() == before


def test_a_link_confirms_its_own_entry_alone_and_once(
    small_app: Flask, coordinator: Account, visitor: FlaskClient
) -> None:
    offices(2)
    campaign = start(coordinator)
    link = link_to(campaign, "kg-office-0")

    answer = confirm(visitor, link)

    assert answer == 303
    rows = verified("kg-office-0")
    assert {row.detail for row in rows} >= {"name", "status", "value"}
    assert {(row.verified_by, row.due_on - row.verified_on) for row in rows} == {
        ("Office of Tests", timedelta(days=180))
    }
    assert len(db.session.scalars(select(Provenance).where(Provenance.verified_on.is_not(None))).all()) == len(rows)
    [verification] = db.session.scalars(select(Verification))
    assert (verification.key, verification.campaign_id, verification.account_id) == ("kg-office-0", campaign.id, None)
    assert asked_of(campaign, "kg-office-1").answer == ""
    assert [visitor.get(link).status_code, visitor.post(link).status_code] == [410, 410]
    assert [visitor.get(f"{link}/correct").status_code, visitor.post(f"{link}/correct").status_code] == [410, 410]


def test_a_forged_link_is_not_found(small_app: Flask, coordinator: Account, visitor: FlaskClient) -> None:
    offices(1)
    asked = asked_of(start(coordinator), "kg-office-0")
    own = asked.token

    for token in ("x" * 43, "..%2f", "%00", own[:-1], own.swapcase(), asked.public_id, asked.token_digest):
        address = f"/en/verification/confirm/{token}"
        assert visitor.get(address).status_code == 404, token
        assert visitor.post(address).status_code in (404, 405), token


def test_a_link_ends_with_its_campaign(
    small_app: Flask, coordinator: Account, visitor: FlaskClient, monkeypatch: pytest.MonkeyPatch
) -> None:
    offices(1)
    stopped, over = start(coordinator), start(coordinator)

    with committing():
        campaigns.stop(viewer(coordinator), stopped)
    link, other = link_to(stopped, "kg-office-0"), link_to(over, "kg-office-0")

    assert visitor.get(link).status_code == 410
    assert visitor.get(other).status_code == 200
    later = clock.now() + timedelta(days=52)
    monkeypatch.setattr("directory.verification.queries.campaigns.now", lambda: later)
    assert visitor.get(other).status_code == 410
    assert "The campaign of this link has ended" in visitor.get(other).text
    assert "saved" not in parse(visitor.get(other)).one("main").text


def test_a_link_ends_with_the_entry_that_it_asks_about(
    small_app: Flask, coordinator: Account, visitor: FlaskClient
) -> None:
    [key] = offices(1)
    page = link_to(start(coordinator), key)
    assert visitor.get(page).status_code == 200
    db.session.get_one(Authority, key).status = "closed"
    db.session.commit()

    refused = visitor.get(page)
    assert refused.status_code == 410
    assert "was closed, replaced or removed meanwhile" in refused.text
    assert "saved" not in parse(refused).one("main").text
    assert visitor.post(page).status_code == 410
    assert visitor.get(f"{page}/correct").status_code == 410


def test_the_database_holds_no_link(small_app: Flask, coordinator: Account) -> None:
    offices(1)
    campaign = start(coordinator)

    token = asked_of(campaign, "kg-office-0").token

    assert not any(token in repr(rows) for rows in everything().values())


def test_restricted_details_show_two_characters_and_no_more(
    small_app: Flask, coordinator: Account, visitor: FlaskClient
) -> None:
    [key] = offices(1)
    note = factories.english("A note for coordinators alone")
    with committing():
        db.session.get(type(factories.authority()), key).coordinator_note = note
    factories.add(
        factories.contact(SECRET_NUMBER, key, means="phone", audience="practitioners"),
        factories.contact("open@example.org", key, held_by=SECRET_NAME),
    )
    link = link_to(start(coordinator), key)

    for page in (unescape(visitor.get(link).text), unescape(visitor.get(f"{link}/correct").text)):
        assert "the value ends in <bdi>67</bdi>" in page
        assert "the value ends in <bdi>al</bdi>" in page
        assert "open@example.org" in page
        assert "coordinators alone" not in page
        assert "Note for coordinators" not in page
        assert not [secret for secret in (SECRET_NUMBER, SECRET_NAME) if any(piece in page for piece in pieces(secret))]


def pieces(secret: str) -> set[str]:
    """Return whatever is longer than two characters at the end of a secret, and each of its words."""
    return {secret[-length:] for length in range(3, len(secret) + 1)} | {
        word for word in secret.split() if len(word) > 3
    }


def test_who_is_signed_in_sees_by_a_link_what_they_may_read(small_app: Flask, coordinator: Account) -> None:
    [key] = offices(1)
    factories.add(factories.contact(SECRET_NUMBER, key, means="phone", audience="practitioners"))
    link = link_to(start(coordinator), key)

    page = signed_in(small_app, factories.account(jurisdiction_key="KG")).get(link).text

    assert SECRET_NUMBER in page


def test_what_changed_after_the_page_was_opened_is_not_confirmed(
    small_app: Flask, coordinator: Account, visitor: FlaskClient
) -> None:
    [key] = offices(1)
    link = link_to(start(coordinator), key)
    version = version_in(visitor.get(link).text)

    factories.add(factories.contact("new@example.org", key))
    answers = [visitor.post(link, data={"version": seen}).status_code for seen in (version, "", "x")]

    assert answers == [409, 409, 409]
    assert verified(key) == []
    assert confirm(visitor, link) == 303


def test_a_correction_becomes_a_proposal_and_the_rest_is_confirmed(
    small_app: Flask, coordinator: Account, visitor: FlaskClient
) -> None:
    [key] = offices(1)
    campaign = start(coordinator)
    link = f"{link_to(campaign, key)}/correct"
    page = visitor.get(link).text
    fields = dict(re.findall(r'<textarea[^>]* name="(line-\d+)"[^>]*>\s*([^<]*)</textarea>', page))
    mail = next(name for name, value in fields.items() if value == f"{key}@example.org")

    answer = visitor.post(
        link,
        data={**fields, mail: "right@example.org", "version": version_in(page), "note": "New", "others_right": "y"},
    )

    assert answer.status_code == 303
    [proposal] = db.session.scalars(select(Proposal))
    assert (proposal.entry_key, proposal.author_id, proposal.origin, proposal.state) == (
        ("authority", key),
        None,
        "campaign",
        "submitted",
    )
    assert [(change.detail, change.before, change.after) for change in proposal.changes] == [
        ("value", f"{key}@example.org", "right@example.org")
    ]
    assert asked_of(campaign, key).answer == "corrected"
    assert "value" not in {row.detail for row in verified(key)}
    assert "name" in {row.detail for row in verified(key)}
    assert coordinator.email in {letter.address for letter in letters("proposal_of_office")}
    assert visitor.get(link).status_code == 410


def test_a_form_that_says_nothing_or_too_much_loses_nothing(
    small_app: Flask, coordinator: Account, visitor: FlaskClient
) -> None:
    [key] = offices(1)
    link = f"{link_to(start(coordinator), key)}/correct"
    version = version_in(visitor.get(link).text)

    empty = visitor.post(link, data={"version": version})
    long = visitor.post(link, data={"version": version, "note": "note " * 1000, "line-0": "A typed name"})

    assert [empty.status_code, long.status_code] == [400, 400]
    assert "say below what else is wrong" in empty.text
    assert "A typed name" in long.text
    assert "note note" in long.text
    assert db.session.scalars(select(Proposal)).all() == []


def test_reminders_stop_once_an_entry_is_confirmed(
    small_app: Flask, coordinator: Account, visitor: FlaskClient
) -> None:
    [key] = offices(1)
    campaign = start(coordinator, campaigns.ReminderSchedule(0, 0, 0))
    with committing():
        campaigns.send_due_steps(clock.now())

    confirm(visitor, link_to(campaign, key))
    take_steps()

    own = db.session.scalars(select(Mail.letter).where(Mail.address == f"{key}@example.org")).all()
    assert own == ["verification_ask"]
