"""Which changed rows are looked at for the news of a person."""

from itertools import count

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.audit.chain import AuditAct, record_all
from directory.extensions import db
from directory.follows.touched_rows import TOLD_KINDS, TouchedRows, touched_since
from directory.models import RequirementSheet
from directory.models.change import MODELS_BY_KIND
from directory.proposals.edits import Edit, EditAction
from directory.proposals.successions import retiring
from directory.transaction import committing
from tests import factories
from tests.api.conftest import counted_statements
from tests.follows.conftest import KEY, edit, follower
from tests.follows.test_pages import make_feed
from tests.people import signed_in

OFFICES = count()
FOLLOWED = [
    ("jurisdiction", "KG"),
    ("jurisdiction", "KZ"),
    ("jurisdiction", "UZ"),
    ("authority", KEY),
    ("treaty", "untoc"),
    ("network", "casc"),
    ("authority", "left"),
]


def publish_offices(number: int, state: str) -> None:
    values = {"jurisdiction_key": state, "name.en": "Office", "name.original": "en", "authority_kind": "judicial_body"}
    made = values | {"status": "active"}
    edit(*(Edit(EditAction.CREATE, "authority", f"office-{next(OFFICES)}", "", None, made) for _ in range(number)))


def statements_of(client: FlaskClient, address: str) -> int:
    db.session.rollback()
    db.session.expunge_all()
    client.get("/en/treaties/untoc")
    with counted_statements() as statements:
        answer = client.get(address)
    assert answer.status_code == 200
    return len(statements)


@pytest.mark.parametrize("is_feed", [False, True], ids=["page", "feed"])
def test_many_changes_that_a_person_does_not_follow_cost_no_statement(site: Flask, *, is_feed: bool) -> None:
    client = signed_in(site, follower(("jurisdiction", "KG"), ("treaty", "untoc"), ("authority", KEY)))
    address = make_feed(client) if is_feed else "/en/follows"
    publish_offices(5, "KZ")
    few = statements_of(client, address)

    publish_offices(60, "KZ")

    assert statements_of(client, address) <= few


@pytest.fixture(scope="module")
def changed(written: Flask) -> TouchedRows:
    """Return changed rows: some of each kind and State, a removed sheet, and a line and a desk of another office."""
    with written.app_context():
        factories.add(
            factories.authority("left", jurisdiction_key="UZ"),
            factories.contact("a@example.org", "left"),
            factories.focal_point("left-desk", "left"),
        )
        edit(*retiring(db.session.get_one(RequirementSheet, "uz")))
        edit(Edit(EditAction.CHANGE, "contact_detail", "left:a-at-example.org", "authority_key", "left", KEY))
        edit(Edit(EditAction.CHANGE, "focal_point", "left-desk", "authority_key", "left", KEY))
        rows = [row for kind in TOLD_KINDS for row in db.session.scalars(select(MODELS_BY_KIND[kind]))]
        by_place = {(row.KIND, row.place().jurisdiction, *row.shown_on()): row for row in rows}
        with committing():
            record_all(None, [AuditAct("changed", row.entry_key, "name") for row in by_place.values()])
        return touched_since(0)


@pytest.mark.parametrize("entry", FOLLOWED, ids="-".join)
def test_what_concerns_the_followers_of_an_entry_is_looked_at(
    site: Flask, changed: TouchedRows, entry: tuple[str, str]
) -> None:
    concerning = {row for row in changed.rows if any(entry in told for told in changed.entries_by_root(row).values())}

    assert concerning
    assert concerning <= set(touched_since(0, {entry}).rows)
