"""Who decides by a page decides on what it showed: what is another by then is shown before anything is done."""

import re
from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.models import Authority, ContactDetail, Proposal
from directory.proposals import service
from directory.vocabulary import Role
from tests import factories
from tests.decisions import send
from tests.html import parse
from tests.people import signed_in
from tests.proposals.test_service import changing, commit, new_authority, published, submitted

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
    client.post(f"{address_of(proposal)}/conflict", data=dict.fromkeys(choices_in(page), "yours"))


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
    assert 'class="tag yes">published' in answers[1].text


def test_what_a_page_offered_to_take_back_and_is_another_by_now_is_shown_first(
    sign_in: SignIn, entry: Authority
) -> None:
    change = published(entry, changing(entry, "name.en", "Two"), changing(entry, "note.en", "Third floor."))
    client, address = sign_in(), address_of(change)
    shown = client.get(address).text
    publish(entry, "note.en", "Fourth floor.")

    answer = send(client, address, "undo", shown)

    assert answer.status_code == 409
    assert "Authority: Note (EN)" in parse(answer).one("p", "left as they are").next.text


@pytest.mark.parametrize("act", ["publish", "refuse"])
def test_a_decision_without_what_was_shown_is_none(sign_in: SignIn, waiting: Proposal, act: str) -> None:
    assert sign_in().post(f"{address_of(waiting)}/{act}", data={"reason": "No."}).status_code == 409


def test_a_change_that_the_page_of_a_conflict_did_not_show_stays(writing_app: Flask, entry: Authority) -> None:
    factories.add(factories.contact("casc@example.org", entry.key, network_key="casc", audience="network"))
    author = factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG")
    member = viewer_of(author)
    line = db.session.scalars(select(ContactDetail).filter_by(value="casc@example.org")).one()
    waiting = submitted(member, entry, changing(entry, "name.en", "Mine"), changing(line, "value", "mine@example.org"))
    theirs = submitted(
        member, entry, changing(entry, "name.en", "Theirs"), changing(line, "value", "other@example.org")
    )
    commit(service.publish, viewer_of(factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG")), theirs)
    # The author no longer reads the line since they are in the network no more.
    author.networks = []
    factories.add(author)
    client, address = signed_in(writing_app, author), f"{address_of(waiting)}/conflict"
    page = client.get(address).text

    answer = client.post(address, data=dict.fromkeys(choices_in(page), "theirs"))

    db.session.expire_all()
    assert len(choices_in(page)) == 1
    assert answer.status_code == 409
    assert "You may not read this value." in answer.text
    assert [change.after for change in db.session.get_one(Proposal, waiting.id).changes] == ["mine@example.org"]


def test_a_choice_that_is_sent_twice_settles_the_same_and_no_other(
    sign_in: SignIn, entry: Authority, waiting: Proposal
) -> None:
    publish(entry, "name.en", "Theirs")
    client, address = sign_in(), f"{address_of(waiting)}/conflict"
    chosen = dict.fromkeys(choices_in(client.get(address).text), "yours")

    answers = [client.post(address, data=chosen) for _ in range(2)]

    db.session.expire_all()
    assert [answer.status_code for answer in answers] == [303, 303]
    changes = [(change.before, change.after) for change in db.session.get_one(Proposal, waiting.id).changes]
    assert changes == [("Theirs", "Mine"), ("Second floor.", "My note.")]


def test_a_choice_against_words_that_were_replaced_since_is_asked_again(
    sign_in: SignIn, entry: Authority, waiting: Proposal
) -> None:
    publish(entry, "name.en", "Theirs")
    client, address = sign_in(), f"{address_of(waiting)}/conflict"
    chosen = dict.fromkeys(choices_in(client.get(address).text), "yours")
    publish(entry, "name.en", "Verified by telephone just now")

    answer = client.post(address, data=chosen)

    assert answer.status_code == 409
    assert "Verified by telephone just now" in answer.text
    assert len(choices_in(answer.text)) == 1
