"""Two coordinators who set the times of a network one after the other do not overwrite each other unseen."""

import re
from collections.abc import Iterator

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.consultations.queries.rules import DEFAULTS
from directory.extensions import db
from directory.models import ConsultationRule
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.consultations.conftest import NETWORK
from tests.people import signed_in

ADDRESS = f"/en/consultations/networks/{NETWORK}"


@pytest.fixture
def coordinators(site: Flask) -> Iterator[tuple[FlaskClient, FlaskClient]]:
    one, other = (signed_in(site, factories.account(Role.COORDINATOR, [NETWORK])) for _ in range(2))
    yield one, other
    with committing():
        for rule in db.session.scalars(select(ConsultationRule)):
            db.session.delete(rule)


def version_in(page: str) -> str:
    """Return the version that a form holds, empty where it holds none."""
    return "".join(re.findall(r'name="version"[^>]* value="([^"]*)"', page))


def typed(version: str, **values: str) -> dict[str, object]:
    return {**DEFAULTS, **values, "version": version}


def stored() -> tuple[int, int]:
    db.session.rollback()
    rule = db.session.get_one(ConsultationRule, NETWORK, populate_existing=True)
    return rule.urgent_acknowledge_hours, rule.answer_days


def test_who_saves_second_is_told_what_changed_and_loses_nothing(coordinators: tuple[FlaskClient, FlaskClient]) -> None:
    one, other = coordinators
    seen = [version_in(client.get(ADDRESS).text) for client in coordinators]
    assert one.post(ADDRESS, data=typed(seen[0], urgent_acknowledge_hours="2")).status_code == 303

    refused = other.post(ADDRESS, data=typed(seen[1], answer_days="12"))

    text = re.sub("[\u2068\u2069]", "", refused.text)
    assert (refused.status_code, stored()) == (422, (2, DEFAULTS["answer_days"]))
    assert "Urgent: hours to acknowledge: changed from “1” to “2”." in text
    assert re.search(r'name="answer_days"[^>]*value="12"', text)


def test_who_was_told_may_set_theirs(coordinators: tuple[FlaskClient, FlaskClient]) -> None:
    one, other = coordinators
    seen = [version_in(client.get(ADDRESS).text) for client in coordinators]
    one.post(ADDRESS, data=typed(seen[0], urgent_acknowledge_hours="2"))
    refused = other.post(ADDRESS, data=typed(seen[1], answer_days="12"))

    again = other.post(ADDRESS, data=typed(version_in(refused.text), answer_days="12"))

    assert (again.status_code, stored()) == (303, (1, 12))


def test_who_typed_a_wrong_number_is_told_of_the_change_as_well(coordinators: tuple[FlaskClient, FlaskClient]) -> None:
    one, other = coordinators
    seen = [version_in(client.get(ADDRESS).text) for client in coordinators]
    one.post(ADDRESS, data=typed(seen[0], urgent_acknowledge_hours="2"))

    refused = other.post(ADDRESS, data=typed(seen[1], answer_days="900"))

    assert "Somebody set these times meanwhile." in refused.text


@pytest.mark.parametrize("version", ["", "1", "x y z", "1 24 3 10 365 7"])
def test_what_is_no_version_of_the_rule_is_refused(coordinators: tuple[FlaskClient, FlaskClient], version: str) -> None:
    assert coordinators[0].post(ADDRESS, data=typed(version, answer_days="12")).status_code == 422
