"""A change is taken back from the history: a proposal of the former value, with its source and a reason, that
overwrites nothing unnoticed."""

from itertools import count

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.extensions import db
from directory.models import Authority, ContactDetail
from directory.vocabulary import Role
from tests import factories
from tests.decisions import decide
from tests.html import Element, parse
from tests.people import signed_in
from tests.proposals.test_pages import CHECK, SOURCE, fields, proposal_at

KEYS = (f"kg-former-{number}" for number in count(1))
FIRST, SECOND, THIRD = "+996 312 000 001", "+996 312 000 002", "+996 312 000 003"
FORMER_SOURCE, LATER_SOURCE = "https://first.example.org", "https://second.example.org"
REASON = {"note": ["The page was wrong"]}


@pytest.fixture(autouse=True)
def _context(context: None) -> None:
    """Push the context of the app that this module writes into."""


@pytest.fixture
def author(writing_app: Flask) -> FlaskClient:
    return signed_in(writing_app, factories.account(Role.COORDINATOR, jurisdiction_key="KG"))


@pytest.fixture
def reviewer(writing_app: Flask) -> FlaskClient:
    return signed_in(writing_app, factories.account(Role.COORDINATOR, jurisdiction_key="KG"))


@pytest.fixture
def key() -> str:
    key = next(KEYS)
    factories.add(factories.authority(key))
    factories.add(factories.contact(FIRST, key, means="phone"))
    return key


def number_of(key: str) -> str:
    db.session.expire_all()
    return db.session.get_one(ContactDetail, f"{key}:{FIRST}").value


def published(author: FlaskClient, reviewer: FlaskClient, key: str, value: str, source: str) -> str:
    """Change the phone of an authority by a proposal, and return the proposal's address."""
    row = f"{key}:{FIRST}".replace("+", "%2B").replace(" ", "%20")
    form = f"/en/proposals/new?kind=authority&key={key}&part=contact_detail&row={row}&detail=value"
    sent = fields(author.get(form).text) | SOURCE | {"source": [source], "1-value": [value]} | CHECK
    made = author.post(form, data=sent).headers["Location"]
    author.post(f"{made}/submit")
    decide(reviewer, made, "publish")
    return made


def history(client: FlaskClient, key: str) -> Element:
    return parse(client.get(f"/en/history?kind=authority&key={key}"))


def take_back_links(client: FlaskClient, key: str) -> list[str]:
    """Return the addresses of the links that take changes back, newest first. What happens in one second stands
    together."""
    links = history(client, key).all("section[aria-labelledby=changes] a.edit-one")
    return sorted((str(link["href"]) for link in links), key=act_of, reverse=True)


def act_of(address: str) -> int:
    return int(address.partition("act=")[2].partition("&")[0])


def test_a_change_has_its_hour_its_source_its_proposer_and_a_way_back(
    writing_app: Flask, author: FlaskClient, reviewer: FlaskClient, key: str
) -> None:
    made = published(author, reviewer, key, SECOND, LATER_SOURCE)

    page = history(author, key)
    act = page.all("section[aria-labelledby=changes] ol > li")[0]
    visitor = history(writing_app.test_client(), key).all("section[aria-labelledby=changes] ol > li")[0].text
    assert "UTC" in act.one("h3 time").text
    assert f"Source: {LATER_SOURCE}" in act.text
    assert "Proposed by:" in act.text
    assert [str(link["href"]) for link in act.all("p a")] == [made]
    assert act.one("a.edit-one").text.startswith("Take back: ")
    assert (LATER_SOURCE in visitor, "UTC" in visitor) == (True, True)
    assert not {words for words in ("Proposed by", "Take back", "The proposal") if words in visitor}


def test_taking_back_proposes_the_former_value_with_its_source_and_a_reason(
    author: FlaskClient, reviewer: FlaskClient, key: str
) -> None:
    published(author, reviewer, key, SECOND, FORMER_SOURCE)
    published(author, reviewer, key, THIRD, LATER_SOURCE)
    form = take_back_links(author, key)[0]
    sent = fields(author.get(form).text)

    silent = author.post(form, data=sent | CHECK)
    made = author.post(form, data=sent | REASON | CHECK).headers["Location"]
    author.post(f"{made}/submit")
    decide(reviewer, made, "publish")

    assert (sent["1-value"], sent["source"]) == ([SECOND], [FORMER_SOURCE])
    assert silent.status_code == 400
    assert parse(silent).one("#note-error").text
    assert proposal_at(made).note == REASON["note"][0]
    assert number_of(key) == SECOND


def test_a_value_that_changed_again_is_shown_before_it_would_be_replaced(
    author: FlaskClient, reviewer: FlaskClient, key: str
) -> None:
    published(author, reviewer, key, SECOND, FORMER_SOURCE)
    only = parse(author.get(take_back_links(author, key)[0])).one("main .notice").text
    published(author, reviewer, key, THIRD, LATER_SOURCE)
    form = take_back_links(author, key)[1]
    told = parse(author.get(form)).one("main .notice").text

    assert THIRD not in only
    assert "has been changed again since" in told
    assert THIRD in told


def test_a_change_after_the_form_was_opened_is_a_conflict(author: FlaskClient, reviewer: FlaskClient, key: str) -> None:
    published(author, reviewer, key, SECOND, FORMER_SOURCE)
    form = take_back_links(author, key)[0]
    sent = fields(author.get(form).text)
    published(reviewer, author, key, THIRD, LATER_SOURCE)

    made = author.post(form, data=sent | SOURCE | REASON | CHECK).headers["Location"]

    assert author.post(f"{made}/submit").status_code == 409
    assert number_of(key) == THIRD


def test_a_text_is_taken_back_in_all_its_languages(author: FlaskClient, reviewer: FlaskClient, key: str) -> None:
    form = f"/en/proposals/new?kind=authority&key={key}&detail=name"
    typed = {"0-name.en": ["Renamed"], "0-name.ru": ["Переименовано"]}
    made = author.post(form, data=fields(author.get(form).text) | typed | SOURCE | CHECK).headers["Location"]
    author.post(f"{made}/submit")
    decide(reviewer, made, "publish")
    before = db.session.get_one(Authority, key).name

    back = take_back_links(author, key)[0]
    sent = fields(author.get(back).text)
    again = author.post(back, data=sent | SOURCE | REASON | CHECK).headers["Location"]
    author.post(f"{again}/submit")
    decide(reviewer, again, "publish")

    db.session.expire_all()
    assert before.text("ru") == "Переименовано"
    assert db.session.get_one(Authority, key).name.by_language == {"en": "Office of Tests"}


@pytest.mark.parametrize("act", ["0", "99999999999999999999", "x", "-1"])
def test_an_act_that_is_not_one_of_this_detail_is_not_found(
    author: FlaskClient, reviewer: FlaskClient, key: str, act: str
) -> None:
    published(author, reviewer, key, SECOND, FORMER_SOURCE)
    form = take_back_links(author, key)[0]

    assert author.get(form.replace(f"act={act_of(form)}", f"act={act}")).status_code == 404


def test_the_act_of_another_entry_opens_nothing(author: FlaskClient, reviewer: FlaskClient, key: str) -> None:
    other = next(KEYS)
    factories.add(factories.authority(other))
    published(author, reviewer, key, SECOND, FORMER_SOURCE)
    number = act_of(take_back_links(author, key)[0])

    assert author.get(f"/en/proposals/new?kind=authority&key={other}&detail=name&act={number}").status_code == 404
