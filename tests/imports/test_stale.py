"""A file that was written or checked before others changed an entry takes nothing of theirs away."""

from collections.abc import Mapping
from datetime import date, timedelta

import pytest
from flask import Flask

from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.errors import NotPermitted
from directory.extensions import db
from directory.formats.tables import read_table, write_table
from directory.imports import service
from directory.imports.exporting import export
from directory.models import Account, Authority, ContactDetail, ImportBatch, Provenance
from directory.transaction import committing
from directory.verification.service.entries import confirm
from directory.vocabulary import Role
from tests import factories
from tests.imports.files import SOURCE, approve, batch, check, held, nothing, phone, refusals, rows, submit, table


@pytest.fixture
def author(app: Flask) -> Account:
    return factories.account(Role.COORDINATOR, jurisdiction_key="KG")


@pytest.fixture
def reviewer(app: Flask) -> Viewer:
    return viewer_of(factories.account(Role.COORDINATOR, jurisdiction_key="KG"))


def new_contact(key: str) -> str:
    """Store an authority with one phone, and return the key of that."""
    factories.add(factories.authority(key))
    factories.add(factories.contact("+996 312 1", key, means="phone"))
    return f"{key}:+996 312 1"


def edit(contact: str, value: str) -> None:
    with committing():
        db.session.get_one(ContactDetail, contact).value = value


def exported(author: Account, changes: Mapping[str, Mapping[str, str]], only: str) -> bytes:
    """Return a file of the rows of one authority as it would be brought back: with a few cells changed, by key."""
    headings, *lines = read_table("x.csv", export(viewer_of(author), "csv", "en", nothing))
    names = [str(heading) for heading in headings]
    cells = [dict(zip(names, map(str, line), strict=True)) for line in lines]
    own = [row | changes.get(row["key"], {}) for row in cells if only in (row["key"], row.get("authority"))]
    return write_table("csv", [("rows", [names, *([row[name] for name in names] for row in own)])])


def test_a_row_that_was_exported_before_another_person_changed_it_is_refused(app: Flask, author: Account) -> None:
    contact = new_contact("kg-stale")
    content = exported(author, {contact: {"held_by": "Duty officer", **SOURCE}}, "kg-stale")
    edit(contact, "+996 312 2")

    checked = check(author, content)

    assert [(column, message[:28]) for _, column, message in refusals(checked)] == [
        ("version", "The entry has changed since ")
    ]


def test_a_row_of_an_export_that_nobody_changed_since_is_taken(app: Flask, author: Account, reviewer: Viewer) -> None:
    contact = new_contact("kg-fresh")
    content = exported(author, {contact: {"value": "+996 312 2", **SOURCE}}, "kg-fresh")

    applied = approve(reviewer, submit(author, check(author, content)))

    assert applied.counts == {"created": 0, "changed": 1, "unchanged": 1, "refused": 0, "doubtful": 1}
    assert db.session.get_one(ContactDetail, contact).value == "+996 312 2"


def test_a_row_verifies_a_number_that_stands_and_says_when_it_is_due_again(
    app: Flask, author: Account, reviewer: Viewer
) -> None:
    contact = new_contact("kg-verified")
    verifying = {"kind": "contact_detail", "key": contact, "verified_on": "2026-11-01", **SOURCE}

    approve(reviewer, submit(author, check(author, table([verifying]))))

    row = db.session.get_one(Provenance, ("contact_detail", contact, "value"))
    assert (row.verified_on, row.due_on) == (date(2026, 11, 1), date(2026, 11, 1) + timedelta(days=180))


def test_a_number_is_not_verified_by_a_row_that_was_checked_when_another_stood_there(
    app: Flask, author: Account, reviewer: Viewer
) -> None:
    contact = new_contact("kg-other-number")
    verifying = {"kind": "contact_detail", "key": contact, "verified_on": "2026-11-01", **SOURCE}
    submitted = submit(author, check(author, table([verifying])))
    edit(contact, "+996 312 2")

    outdated = approve(reviewer, submitted)

    assert (outdated.state, outdated.is_outdated) == ("checked", True)
    assert db.session.get(Provenance, ("contact_detail", contact, "value")) is None


def test_what_an_office_confirmed_since_the_check_is_not_taken_back(
    app: Flask, author: Account, reviewer: Viewer
) -> None:
    contact = new_contact("kg-confirmed")
    verifying = {"kind": "contact_detail", "key": contact, "verified_on": "2026-10-01", **SOURCE}
    submitted = submit(author, check(author, table([verifying])))
    with committing():
        confirm(reviewer, db.session.get_one(Authority, "kg-confirmed"), "en")
    confirmed = db.session.get_one(Provenance, ("contact_detail", contact, "value")).verified_on

    outdated = approve(reviewer, submitted)

    assert outdated.is_outdated
    assert db.session.get_one(Provenance, ("contact_detail", contact, "value")).verified_on == confirmed


def test_an_older_verification_of_a_value_that_stays_says_nothing_new(app: Flask, author: Account) -> None:
    contact = new_contact("kg-older")
    with committing():
        confirm(viewer_of(author), db.session.get_one(Authority, "kg-older"), "en")

    checked = check(author, table([{"kind": "contact_detail", "key": contact, "verified_on": "2020-01-01"}]))

    assert [row.outcome for row in rows(checked)] == ["unchanged"]


def for_one_network() -> bytes:
    return table([phone("kg-prosecutor-general", "+996 312 777", audience="network", network="casc")])


def for_its_desk() -> bytes:
    desk = {"kind": "focal_point", "key": "kg-blind-desk", "authority": "kg-prosecutor-general", "network": "casc"}
    return table([{**desk, "cover": "on_call", "members_note.en": "Ring twice", **SOURCE}])


@pytest.mark.parametrize("content", [for_one_network, for_its_desk])
def test_who_may_not_read_all_of_a_file_neither_approves_nor_refuses_it(
    app: Flask, reviewer: Viewer, content: object
) -> None:
    inside = [factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG") for _ in range(2)]
    assert callable(content)
    submitted: ImportBatch = submit(inside[0], check(inside[0], content()))

    with pytest.raises(NotPermitted), committing():
        service.approve(reviewer, held(submitted.id))
    with pytest.raises(NotPermitted), committing():
        service.refuse(reviewer, held(submitted.id), "No.")

    assert batch(submitted.id).state == "submitted"
    assert approve(viewer_of(inside[1]), submitted).state == "applied"
