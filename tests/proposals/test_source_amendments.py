"""A reviewer amends the source of a proposed change: what is published rests on it, and its author sees who did it."""

from itertools import count

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.audit.queries import list_events
from directory.extensions import db
from directory.models import ContactDetail, Provenance
from directory.proposals.source_amendments import AMENDED
from directory.vocabulary import Role
from tests import factories
from tests.decisions import decide, send
from tests.html import parse
from tests.people import signed_in
from tests.proposals.test_pages import CHECK, SOURCE, fields, proposal_at

KEYS = (f"kg-amended-{number}" for number in count(1))
RIGHT, OFFICE = "https://law.example.org/register", "https://office.example.org"
TYPED = {"0:source": RIGHT, "0:source_date": "read on 1 December 2026", "0:confidence": "sourced"}
PLACE = "changes/0/source"


@pytest.fixture(autouse=True)
def _context(context: None) -> None:
    """Push the context of the app that this module writes into."""


def coordinator(app: Flask) -> FlaskClient:
    return signed_in(app, factories.account(Role.COORDINATOR, jurisdiction_key="KG"))


@pytest.fixture
def author(writing_app: Flask) -> FlaskClient:
    return coordinator(writing_app)


@pytest.fixture
def reviewer(writing_app: Flask) -> FlaskClient:
    return coordinator(writing_app)


@pytest.fixture
def waiting(author: FlaskClient) -> str:
    """Return the address of a submitted proposal that changes a name."""
    return proposed(author, {"0-name.en": ["Office of Amendments"]})


def proposed(author: FlaskClient, typed: dict[str, list[str]]) -> str:
    key = next(KEYS)
    factories.add(factories.authority(key))
    form = f"/en/proposals/new?kind=authority&key={key}"
    made = author.post(form, data=fields(author.get(form).text) | typed | SOURCE | CHECK).headers["Location"]
    author.post(f"{made}/submit")
    return made


def provenance_of(address: str, detail: str) -> Provenance:
    proposal = proposal_at(address)
    return db.session.scalars(select(Provenance).filter_by(kind=proposal.kind, key=proposal.key, detail=detail)).one()


def test_what_is_published_rests_on_the_amended_source(reviewer: FlaskClient, waiting: str) -> None:
    decide(reviewer, waiting, PLACE, **TYPED)
    decide(reviewer, waiting, "publish")

    assert proposal_at(waiting).state == "published"
    known = provenance_of(waiting, "name")
    assert (known.sources, known.source_date) == ((RIGHT,), "read on 1 December 2026")


def test_nothing_is_decided_on_the_page_where_a_source_is_amended(reviewer: FlaskClient, waiting: str) -> None:
    page = parse(reviewer.get(waiting))
    [form] = [link for link in page.links if "?amend=" in link]
    amending = parse(reviewer.get(form))

    assert f'action="{waiting}/publish"' in page.markup
    assert f'action="{waiting}/{PLACE}"' in amending.markup
    assert "/publish" not in amending.markup
    assert "/refuse" not in amending.markup


def test_the_author_sees_who_amended_which_source_and_the_chain_records_it(
    author: FlaskClient, reviewer: FlaskClient, waiting: str
) -> None:
    decide(reviewer, waiting, PLACE, **TYPED)

    told = parse(author.get(waiting)).one("section[aria-labelledby=amended]").text
    events = [one for one in list_events([("proposal", proposal_at(waiting).id)]) if one.action == AMENDED]
    assert "Network coordinator, Kyrgyzstan" in told
    assert "Name" in told
    assert OFFICE in told
    assert "UTC" in told
    assert [one.values.after["sources"] for one in events] == [[RIGHT]]


def test_a_source_with_a_fault_is_told_beside_its_field_and_kept(reviewer: FlaskClient, waiting: str) -> None:
    answer = decide(reviewer, waiting, PLACE, **(TYPED | {"0:source": ""}))

    page = parse(answer)
    assert answer.status_code == 400
    assert page.one('[id="0:source-error"]').text
    assert page.one('[name="0:source_date"]')["value"] == TYPED["0:source_date"]
    assert provenance_in(waiting) == (OFFICE,)


def provenance_in(address: str) -> tuple[str, ...]:
    db.session.expire_all()
    return proposal_at(address).changes[0].sources


def test_an_outdated_page_amends_nothing_and_loses_nothing(
    writing_app: Flask, reviewer: FlaskClient, waiting: str
) -> None:
    slower = coordinator(writing_app)
    old = slower.get(waiting).text
    decide(reviewer, waiting, PLACE, **TYPED)

    answer = send(slower, waiting, PLACE, old, **(TYPED | {"0:source": "https://slower.example.org"}))
    published = send(slower, waiting, "publish", old)

    assert (answer.status_code, published.status_code) == (409, 409)
    assert parse(answer).one('[name="0:source"]').typed == "https://slower.example.org"
    assert provenance_in(waiting) == (RIGHT,)


def test_authors_do_not_amend_their_own_and_closed_proposals_are_not_amended(
    author: FlaskClient, reviewer: FlaskClient, waiting: str
) -> None:
    own = decide(author, waiting, PLACE, **TYPED)
    decide(reviewer, waiting, "publish")
    closed = decide(reviewer, waiting, PLACE, **TYPED)

    assert (own.status_code, closed.status_code) == (403, 409)
    assert "Amend the source" not in author.get(waiting).text
    assert "Amend the source" not in reviewer.get(waiting).text
    assert provenance_in(waiting) == (OFFICE,)


@pytest.mark.parametrize("number", [7, 2**40])
def test_a_change_that_is_not_there_is_not_found(reviewer: FlaskClient, waiting: str, number: int) -> None:
    typed = {name.replace("0:", f"{number}:"): value for name, value in TYPED.items()}

    assert decide(reviewer, waiting, f"changes/{number}/source", **typed).status_code == 404


def test_the_source_of_a_new_part_is_amended_for_all_its_details(author: FlaskClient, reviewer: FlaskClient) -> None:
    key = next(KEYS)
    factories.add(factories.authority(key))
    form = f"/en/proposals/new?kind=authority&key={key}&part=contact_detail"
    typed = {"1-means": ["phone"], "1-value": ["+996 312 000 001"], "1-audience": ["public"]}
    made = author.post(form, data=fields(author.get(form).text) | typed | SOURCE | CHECK).headers["Location"]
    author.post(f"{made}/submit")

    assert len(parse(reviewer.get(f"{made}?amend=0")).all('[name="0:source"]')) == 1
    decide(reviewer, made, PLACE, **TYPED)
    decide(reviewer, made, "publish")

    contact = db.session.scalars(select(ContactDetail).filter_by(authority_key=key)).one()
    rows = db.session.scalars(select(Provenance).filter_by(kind=contact.KIND, key=contact.key)).all()
    assert {row.sources for row in rows} == {(RIGHT,)}
