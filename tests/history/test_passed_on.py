"""What was done to a contact is told under the authority that held it then, though it has passed on since."""

from collections.abc import Callable

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.extensions import db
from directory.models import ContactDetail, Disclosure
from directory.proposals.editable_columns import current_value
from directory.proposals.edits import Edit, EditAction
from directory.transaction import committing
from directory.vocabulary import Audience
from tests import factories
from tests.changes import apply

Passed = tuple[str, str, str]
Told = Callable[[str], str]


@pytest.fixture
def passed(site: Flask) -> Passed:
    """Return an authority, the one to which its line passed on, and the line; it was changed before and after."""
    number = next(factories.NUMBERS)
    old, new = f"old-{number}", f"new-{number}"
    factories.add(*(factories.authority(key, name=factories.english(f"Office {key}")) for key in (old, new)))
    line = factories.contact("first@example.org", old, network_key="casc", audience="network")
    factories.add(line)
    change(line.key, "value", "while-old@example.org")
    change(line.key, "authority_key", new)
    change(line.key, "value", "while-new@example.org")
    return old, new, line.key


@pytest.fixture
def told(clients: dict[str, FlaskClient]) -> Told:
    """Return a function that gives the history of an authority as an administrator reads it."""
    return lambda key: clients["administrator"].get(f"/en/history?kind=authority&key={key}").text


def change(line: str, detail: str, value: str) -> None:
    db.session.expire_all()
    held = current_value(db.session.get_one(ContactDetail, line), detail)
    with committing():
        apply(None, [Edit(EditAction.CHANGE, ContactDetail.KIND, line, detail, held, value)])


def looks() -> list[tuple[str, str]]:
    return [(row.kind, row.key) for row in db.session.scalars(select(Disclosure).order_by(Disclosure.id))]


def test_the_new_authority_tells_what_was_done_since_the_line_passed_to_it(passed: Passed, told: Told) -> None:
    _, new, _ = passed

    page = told(new)

    assert "while-new@example.org" in page
    assert "first@example.org" not in page


def test_the_old_authority_tells_what_was_done_while_it_held_the_line(passed: Passed, told: Told) -> None:
    old, _, _ = passed

    page = told(old)

    assert "while-old@example.org" in page
    assert "while-new@example.org" not in page


def test_what_was_done_meanwhile_stays_with_who_held_the_line_when_it_goes_back(passed: Passed, told: Told) -> None:
    old, new, line = passed

    change(line, "authority_key", old)
    change(line, "value", "again-old@example.org")

    assert "while-new@example.org" in told(new)
    assert "again-old@example.org" not in told(new)
    assert "again-old@example.org" in told(old)


@pytest.mark.parametrize("which", [0, 1])
def test_who_looks_at_what_the_line_held_looks_at_who_holds_it_today(passed: Passed, told: Told, which: int) -> None:
    before = len(looks())

    told(passed[which])

    assert looks()[before:] == [("authority", passed[1])]


def test_a_value_stays_with_its_readers_where_the_line_was_restricted_after_it_passed_on(
    site: Flask, clients: dict[str, FlaskClient]
) -> None:
    number = next(factories.NUMBERS)
    old, new = f"old-{number}", f"new-{number}"
    factories.add(*(factories.authority(key) for key in (old, new)))
    line = factories.contact("once-public@example.org", old)
    factories.add(line)
    change(line.key, "value", "later@example.org")
    change(line.key, "authority_key", new)
    change(line.key, "audience", Audience.COORDINATORS)
    change(line.key, "audience", Audience.PUBLIC)

    page = clients["visitor"].get(f"/en/history?kind=authority&key={old}").text

    assert "once-public@example.org" not in page


def test_a_file_of_the_new_authority_holds_what_was_done_since_the_line_passed_to_it(
    passed: Passed, clients: dict[str, FlaskClient]
) -> None:
    old, new, _ = passed
    of_old, of_new = (
        clients["administrator"].get(f"/en/history/export?kind=authority&key={key}&format=csv").text
        for key in (old, new)
    )

    assert "while-new@example.org" in of_new
    assert "first@example.org" not in of_new
    assert "first@example.org" in of_old
    assert '"while-new@example.org"' not in of_old


def test_a_file_of_the_whole_chain_notes_the_look_at_who_holds_the_line_today(
    passed: Passed, clients: dict[str, FlaskClient]
) -> None:
    before = len(looks())

    with clients["administrator"].get("/en/history/export?format=jsonl") as answer:
        answer.get_data()
    db.session.rollback()

    assert ("authority", passed[1]) in looks()[before:]
