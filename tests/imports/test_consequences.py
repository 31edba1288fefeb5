"""A file that ends an authority, or moves a desk, has the consequences that a form of the same changes has."""

from collections.abc import Callable

import pytest
from flask import Flask
from sqlalchemy import select

from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.imports.keys import OUT_OF_SCOPE
from directory.models import Account, Authority, ContactDetail, Disclosure, FocalPoint, ImportBatch, Provenance
from directory.proposals.messages import AUTHORITY_ENDED
from directory.vocabulary import Role
from tests import factories
from tests.imports.files import SOURCE, Row, approve, batch, check, office, phone, refusals, rows, submit, table
from tests.people import signed_in

Bring = Callable[..., ImportBatch]


@pytest.fixture
def author(app: Flask) -> Account:
    return factories.account(Role.ADMINISTRATOR)


@pytest.fixture
def reviewer(app: Flask) -> Viewer:
    return viewer_of(factories.account(Role.ADMINISTRATOR))


@pytest.fixture
def bring(author: Account, reviewer: Viewer) -> Bring:
    """Return a function that has the rows of a file applied."""

    def applied(*lines: Row) -> ImportBatch:
        of = approve(reviewer, submit(author, check(author, table(lines))))
        db.session.expire_all()
        return of

    return applied


def new_key() -> str:
    return f"kg-follows-{next(factories.NUMBERS)}"


def desk(authority: str, **values: str) -> Row:
    whole = {"network": "casc", "cover": "on_call", **SOURCE}
    return {"kind": "focal_point", "key": f"{authority}-desk", "authority": authority, **whole, **values}


def status_of(authority: str) -> str:
    db.session.expire_all()
    return db.session.get_one(FocalPoint, f"{authority}-desk").status


def owner_of(value: str) -> str:
    return db.session.scalars(select(ContactDetail.authority_key).where(ContactDetail.value == value)).one()


@pytest.mark.parametrize("status", ["closed", "replaced"])
def test_a_file_that_ends_an_authority_closes_its_desks(bring: Bring, status: str) -> None:
    key, other = new_key(), new_key()
    bring(office(key), office(other), desk(key, status="active"))

    bring(office(key, status=status, successor=other))

    assert status_of(key) == "closed"


def test_a_desk_that_a_file_closes_stands_under_the_source_of_what_closed_it(bring: Bring) -> None:
    key = new_key()
    bring(office(key), desk(key, status="active", source="https://example.org/desk"))

    bring(
        office(key, status="closed", source="https://example.org/decree"),
        desk(key, cover="round_the_clock", source="https://example.org/cover"),
    )

    known = select(Provenance.detail, Provenance.sources).where(Provenance.key == f"{key}-desk")
    said = dict(db.session.execute(known).all())
    assert status_of(key) == "closed"
    assert (said["status"], said["cover"]) == (("https://example.org/decree",), ("https://example.org/cover",))


def test_a_desk_that_the_same_file_moves_away_is_not_closed(bring: Bring) -> None:
    key, other = new_key(), new_key()
    bring(office(key), office(other), desk(key, status="active"))

    bring(office(key, status="closed"), {**desk(key), "authority": other})

    assert status_of(key) == "active"


def test_a_desk_that_came_after_the_check_is_closed_as_well(bring: Bring, author: Account, reviewer: Viewer) -> None:
    key = new_key()
    bring(office(key), desk(key, status="active"))
    waiting = submit(author, check(author, table([office(key, status="closed")])))
    factories.add(factories.focal_point(f"{key}-second", key, status="active"))

    approve(reviewer, waiting)

    assert db.session.get_one(FocalPoint, f"{key}-second").status == "closed"


@pytest.mark.parametrize(
    "row",
    [
        pytest.param(desk, id="a desk"),
        pytest.param(lambda key: phone(key, "+996 312 7700", network="casc"), id="a line of a network"),
    ],
)
def test_what_a_file_adds_under_an_ended_authority_is_refused_with_the_reason(
    bring: Bring, author: Account, row: Callable[[str], Row]
) -> None:
    key = new_key()
    bring(office(key))
    bring(office(key, status="closed"))

    checked = check(author, table([row(key), phone(key, "+996 312 7701")]))

    assert refusals(checked) == [(2, "authority", str(AUTHORITY_ENDED))]
    assert [one.outcome for one in rows(checked)] == ["refused", "created"]


def test_a_desk_before_the_row_that_ends_its_authority_is_refused(bring: Bring, author: Account) -> None:
    key = new_key()
    bring(office(key))

    checked = check(author, table([desk(key), office(key, status="closed")]))

    assert refusals(checked) == [(2, "authority", str(AUTHORITY_ENDED))]


def test_a_closed_desk_does_not_open_again_under_an_ended_authority(bring: Bring, author: Account) -> None:
    key = new_key()
    bring(office(key), desk(key, status="active"))
    bring(office(key, status="closed"))

    checked = check(author, table([desk(key, status="active")]))

    assert refusals(checked) == [(2, "authority", str(AUTHORITY_ENDED))]


def test_a_desk_whose_authority_ended_after_the_check_is_not_added(
    bring: Bring, author: Account, reviewer: Viewer
) -> None:
    key = new_key()
    bring(office(key))
    waiting = submit(author, check(author, table([desk(key)])))
    bring(office(key, status="closed"))

    approve(reviewer, waiting)

    assert db.session.get(FocalPoint, f"{key}-desk") is None
    assert batch(waiting.id).is_outdated


def test_a_desk_that_a_file_moves_takes_the_lines_of_its_network_along(bring: Bring) -> None:
    key, other = new_key(), new_key()
    bring(
        office(key), office(other), desk(key), phone(key, f"+996 1 {key}", network="casc"), phone(key, f"+996 2 {key}")
    )

    bring({**desk(key), "authority": other})

    assert (owner_of(f"+996 1 {key}"), owner_of(f"+996 2 {key}")) == (other, key)


def test_a_line_that_goes_along_and_that_the_file_changes_keeps_what_the_file_says(bring: Bring) -> None:
    key, other = new_key(), new_key()
    bring(office(key), office(other), desk(key), phone(key, f"+996 1 {key}", network="casc"))
    line = db.session.scalars(select(ContactDetail.key).where(ContactDetail.authority_key == key)).one()

    bring(
        {**desk(key), "authority": other},
        {**phone(key, f"+996 3 {key}", network="casc"), "key": line, "source": "https://example.org/new"},
    )

    known = select(Provenance.sources).where(Provenance.key == line, Provenance.detail == "value")
    assert owner_of(f"+996 3 {key}") == other
    assert db.session.scalars(known).all() == [("https://example.org/new",)]


def test_lines_stay_with_a_desk_of_their_network_that_stays(bring: Bring) -> None:
    key, other = new_key(), new_key()
    bring(office(key), office(other), desk(key), phone(key, f"+996 1 {key}", network="casc"))
    factories.add(factories.focal_point(f"{key}-second", key, status="active"))

    bring({**desk(key), "authority": other})

    assert owner_of(f"+996 1 {key}") == key


def test_who_may_not_close_the_desk_of_an_authority_does_not_close_it_by_a_file(bring: Bring) -> None:
    key = new_key()
    bring(office(key), desk(key, status="active"))
    factories.add(factories.focal_point(f"{key}-other", key, network_key="globe", status="active"))
    of_casc = factories.account(Role.COORDINATOR, jurisdiction_key="KG", networks=["casc"])

    checked = check(of_casc, table([office(key, status="closed")]))

    assert refusals(checked) == [(2, "status", str(OUT_OF_SCOPE))]
    assert db.session.get_one(Authority, key).status != "closed"


def test_who_looks_at_a_restricted_line_that_has_passed_on_looks_at_who_holds_it(
    app: Flask, bring: Bring, author: Account
) -> None:
    key, other = new_key(), new_key()
    line = phone(key, f"+996 1 {key}", network="casc", audience="network")
    bring(office(key), office(other), desk(key), line)
    bring({**desk(key), "authority": other})
    passed = db.session.scalars(select(ContactDetail.key).where(ContactDetail.authority_key == other)).one()
    checked = check(author, table([{**line, "key": passed, "authority": other, "value": f"+996 2 {key}"}]))

    page = signed_in(app, author).get(f"/en/imports/{checked.id}").text

    db.session.rollback()
    looks = db.session.execute(select(Disclosure.kind, Disclosure.key).where(Disclosure.account_id == author.id)).all()
    assert f"+996 2 {key}" in page
    assert [tuple(one) for one in looks] == [("authority", other)]
