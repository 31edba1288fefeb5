"""What the forms of entries tell before anything is sent: which fields are needed, and how an entry can end."""

import re

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory.vocabulary import Role
from tests import factories, people
from tests.focal_points.desks import add_desk

MARK = "(required)"


def browser(app: Flask) -> FlaskClient:
    return people.signed_in(app, factories.account(Role.ADMINISTRATOR))


def test_fields_that_an_entry_cannot_do_without_are_marked(small_app: Flask) -> None:
    client = browser(small_app)

    page = client.get("/en/proposals/new?kind=focal_point").text

    marked = re.findall(rf">([^<>]*) <span class=\"soft\">{re.escape(MARK)}", page)
    assert set(marked) == {"Authority", "Network", "Announced hours"}


@pytest.mark.parametrize(
    ("kind", "key", "is_offered"), [("focal_point", "test-desk", False), ("authority", "test-authority", True)]
)
def test_only_an_authority_is_offered_to_become_part_of_another(
    kind: str, key: str, is_offered: bool, small_app: Flask
) -> None:
    add_desk()

    page = browser(small_app).get(f"/en/proposals/ending?kind={kind}&key={key}").text

    assert "The entry is closed" in page
    assert ("The entry becomes part of another" in page) == is_offered


def test_what_is_closed_has_no_successor(small_app: Flask) -> None:
    add_desk()
    client = browser(small_app)
    address = "/en/proposals/ending?kind=authority&key=test-authority"
    sent = {"how": "closed", "successor": "kg-prosecutor-general", "source": "The office"}

    answer = client.post(address, data=sent)

    assert answer.status_code == 400
    assert "A closed entry has no successor." in answer.text
