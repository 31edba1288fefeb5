"""Who decides by a page decides on what it showed: what is another by then is shown before anything is done."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.models import Authority, Proposal
from directory.vocabulary import Role
from tests import factories
from tests.decisions import send, version_in
from tests.people import signed_in
from tests.proposals.test_service import changing, new_authority, published, submitted

SignIn = Callable[[], FlaskClient]


@pytest.fixture(autouse=True)
def _context(context: None) -> None:
    """Push the context of the app that this module writes into."""


@pytest.fixture
def entry() -> Authority:
    return new_authority(note=factories.english("Second floor."))


@pytest.fixture
def waiting(entry: Authority) -> Proposal:
    """Return a proposal of another name and another note that waits."""
    author = viewer_of(factories.account(Role.COORDINATOR, jurisdiction_key="KG"))
    return submitted(author, entry, changing(entry, "name.en", "Mine"), changing(entry, "note.en", "My note."))


@pytest.fixture
def sign_in(writing_app: Flask) -> SignIn:
    """Return a function that signs in a new coordinator of Kyrgyzstan."""
    return lambda: signed_in(writing_app, factories.account(Role.COORDINATOR, jurisdiction_key="KG"))


def address_of(proposal: Proposal) -> str:
    return f"/en/proposals/{proposal.id}"


def publish(entry: Authority, detail: str, words: str) -> Proposal:
    """Publish another change of an entry as it stands."""
    db.session.expire_all()
    return published(entry, changing(db.session.get_one(Authority, entry.key), detail, words))


def settle(client: FlaskClient, proposal: Proposal) -> None:
    """Have a proposal say all that it said against what is there now."""
    page = client.get(f"{address_of(proposal)}/conflict").text
    client.post(f"{address_of(proposal)}/conflict", data=dict.fromkeys(choices_in(page), "yours") | version_in(page))


def choices_in(page: str) -> list[str]:
    """Return the names of the choices that the page of a conflict offers."""
    return re.findall(r'name="([^"]+)" value="yours"', page)


@pytest.mark.parametrize("act", ["publish", "refuse"])
def test_what_was_settled_since_it_was_shown_is_shown_before_it_is_decided(
    sign_in: SignIn, entry: Authority, waiting: Proposal, act: str
) -> None:
    reviewer, address = sign_in(), address_of(waiting)
    shown = reviewer.get(address).text
    publish(entry, "name.en", "Verified by telephone just now")
    settle(sign_in(), waiting)

    answer = send(reviewer, address, act, shown, reason="It is the old one.")

    db.session.expire_all()
    assert answer.status_code == 409
    assert "Nothing was decided" in answer.text
    assert "Verified by telephone just now" in answer.text.replace("<del>", "").replace("</del>", "")
    assert db.session.get_one(Authority, entry.key).name.by_language["en"] == "Verified by telephone just now"
    assert db.session.get_one(Proposal, waiting.id).state == "submitted"


def test_a_reason_for_refusing_that_came_too_late_is_not_typed_again(
    sign_in: SignIn, entry: Authority, waiting: Proposal
) -> None:
    reviewer, address = sign_in(), address_of(waiting)
    shown = reviewer.get(address).text
    publish(entry, "name.en", "Theirs")
    settle(sign_in(), waiting)

    answer = send(reviewer, address, "refuse", shown, reason="It is the old one.")

    assert ">It is the old one.</textarea>" in answer.text
    assert send(reviewer, address, "refuse", answer.text, reason="It is the old one.").status_code == 303


def test_a_decision_that_is_sent_twice_is_taken_once_and_then_shown(sign_in: SignIn, waiting: Proposal) -> None:
    reviewer, address = sign_in(), address_of(waiting)
    shown = reviewer.get(address).text

    answers = [send(reviewer, address, "publish", shown) for _ in range(2)]

    assert [answer.status_code for answer in answers] == [303, 409]
    assert 'class="tag now">published' in answers[1].text


def test_what_a_page_offered_to_take_back_and_is_another_by_now_is_shown_first(
    sign_in: SignIn, entry: Authority
) -> None:
    change = published(entry, changing(entry, "name.en", "Two"), changing(entry, "note.en", "Third floor."))
    client, address = sign_in(), address_of(change)
    shown = client.get(address).text
    publish(entry, "note.en", "Fourth floor.")

    answer = send(client, address, "undo", shown)

    assert answer.status_code == 409
    assert "Authority: Note (EN)" in answer.text.split("left as they are")[1].split("</ul>")[0]


@pytest.mark.parametrize("act", ["publish", "refuse"])
def test_a_decision_without_what_was_shown_is_none(sign_in: SignIn, waiting: Proposal, act: str) -> None:
    assert sign_in().post(f"{address_of(waiting)}/{act}", data={"reason": "No."}).status_code == 409
