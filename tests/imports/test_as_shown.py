"""Who decides an import by its page decides on the check that the page showed."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.extensions import db
from directory.models import Authority, ImportBatch
from directory.vocabulary import Role
from tests import factories
from tests.decisions import decide, send
from tests.imports.files import batch, office, table, work_off
from tests.imports.test_pages import bring
from tests.people import signed_in

SignIn = Callable[[], FlaskClient]


@pytest.fixture
def sign_in(app: Flask) -> SignIn:
    """Return a function that signs in a new coordinator of Kyrgyzstan."""
    return lambda: signed_in(app, factories.account(Role.COORDINATOR, jurisdiction_key="KG"))


@pytest.fixture
def key(app: Flask) -> str:
    """Return the key of an authority that is there."""
    key = f"kg-shown-{next(factories.NUMBERS)}"
    factories.add(factories.authority(key, jurisdiction_key="KG"))
    return key


def submitted_twice(author: FlaskClient, sign_in: SignIn, key: str) -> tuple[str, FlaskClient, str]:
    """Have a file submitted, shown to a reviewer, approved by another, found outdated, checked and submitted again.

    Returns its address, the reviewer and the page that they were shown first.
    """
    address = bring(author, table([office(key)]))
    work_off()
    author.post(f"{address}/submit")
    reviewer = sign_in()
    shown = reviewer.get(address).text
    decide(sign_in(), address, "approve")
    rename(key)
    work_off()
    author.post(f"{address}/check")
    work_off()
    author.post(f"{address}/submit")
    return address, reviewer, shown


def rename(key: str) -> None:
    db.session.expire_all()
    db.session.get_one(Authority, key).name = factories.english("Verified by telephone just now")
    db.session.commit()


def of(address: str) -> ImportBatch:
    return batch(address.rpartition("/")[2])


@pytest.mark.parametrize("act", ["approve", "refuse"])
def test_what_was_checked_again_since_it_was_shown_is_shown_before_it_is_decided(
    sign_in: SignIn, key: str, act: str
) -> None:
    address, reviewer, shown = submitted_twice(sign_in(), sign_in, key)
    assert of(address).state == "submitted"

    answer = send(reviewer, address, act, shown, reason="It is the old list.")

    assert answer.status_code == 409
    assert of(address).state == "submitted"
    assert "Verified by telephone just now" in answer.text
    assert "It is the old list." in answer.text


@pytest.mark.long(each=2)
@pytest.mark.parametrize(("act", "state"), [("approve", "applying"), ("refuse", "refused")])
def test_what_the_page_shows_is_decided(sign_in: SignIn, key: str, act: str, state: str) -> None:
    address, reviewer, _ = submitted_twice(sign_in(), sign_in, key)

    answer = decide(reviewer, address, act, reason="It is the old list.")

    assert answer.status_code == 303
    assert of(address).state == state


@pytest.mark.parametrize("act", ["approve", "refuse"])
def test_a_decision_without_a_version_decides_nothing(sign_in: SignIn, key: str, act: str) -> None:
    address, reviewer, _ = submitted_twice(sign_in(), sign_in, key)

    answer = reviewer.post(f"{address}/{act}", data={"reason": "It is the old list."})

    assert answer.status_code == 409
    assert of(address).state == "submitted"
