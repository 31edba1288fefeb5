"""An administrator says which official tables the site reads, and sees what came of them; nobody else does."""

from datetime import date

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory import clock
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import Proposal, SourceTable
from directory.sources import tables
from directory.sources.remarks import MOST_REMARKS
from directory.sources.tables import TableValues
from directory.sources.update import update_from_copy
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.html import parse
from tests.people import signed_in
from tests.sources.official import un_day, un_xml

ADDRESS = "https://treaties.example.org/XVIII-12.en.xml"
UN = {"name": "untoc", "address": ADDRESS, "reader": "un_treaty", "treaty": "untoc", "columns": "", "left_out": ""}
NEW = "/en/sources/tables/new"


@pytest.fixture
def administrator(small_app: Flask) -> FlaskClient:
    small_app.extensions["after_commit"].clear()
    return signed_in(small_app, factories.account(Role.ADMINISTRATOR))


def stored() -> list[SourceTable]:
    return list(db.session.scalars(select(SourceTable)))


def test_a_table_is_added_changed_and_removed(administrator: FlaskClient) -> None:
    added = administrator.post(NEW, data=UN)
    mapped = {**UN, "reader": "table", "columns": "Country = state\nSigned = signature", "left_out": "European Union\n"}
    changed = administrator.post("/en/sources/tables/untoc", data=mapped)
    [table] = stored()
    filled = parse(administrator.get("/en/sources/tables/untoc").text).one("textarea[name=columns]").text
    removed = administrator.post("/en/sources/tables/untoc/remove")

    assert [one.status_code for one in (added, changed, removed)] == [303] * 3
    assert (table.columns, table.left_out) == ({"Country": "state", "Signed": "signature"}, ("European Union",))
    assert filled.split() == mapped["columns"].split()
    assert stored() == []


@pytest.mark.parametrize(
    "wrong",
    [
        {"name": "Two Words"},
        {"address": "ftp://treaties.example.org/"},
        {"reader": "oracle"},
        {"treaty": ""},
        {"treaty": "kz-kg-mla-1996"},
        {"reader": "table", "columns": "Country: state"},
        {"reader": "table", "columns": ""},
    ],
)
def test_a_table_that_cannot_be_read_is_refused_with_a_word(administrator: FlaskClient, wrong: dict[str, str]) -> None:
    answer = administrator.post(NEW, data=UN | wrong)

    assert (answer.status_code, stored()) == (422, [])
    assert parse(answer.text).one("[role=alert] li").text


def test_the_list_says_why_a_table_was_refused_and_what_it_does_not_have(administrator: FlaskClient) -> None:
    with committing():
        good = tables.add(Viewer(Role.ADMINISTRATOR), "good", TableValues("un_treaty", ADDRESS, "untoc"))
        bad = tables.add(Viewer(Role.ADMINISTRATOR), "bad", TableValues("un_treaty", ADDRESS, "untoc"))
    update_from_copy(good, un_xml([("Kyrgyzstan", un_day(date(2000, 12, 13)), "")]), clock.now())
    update_from_copy(bad, un_xml([("Ruritania", un_day(date(2000, 12, 13)), "")]), clock.now())

    main = parse(administrator.get("/en/sources/tables").text).one("main")

    assert "no State of this directory: \N{FIRST STRONG ISOLATE}“Ruritania”" in main.text
    assert "In the directory, but not in the table" in main.text
    assert "/en/jurisdictions/UZ" in main.links


def test_the_list_says_what_of_a_table_was_not_proposed(administrator: FlaskClient) -> None:
    with committing():
        table = tables.add(Viewer(Role.ADMINISTRATOR), "untoc", TableValues("un_treaty", ADDRESS, "untoc"))
    signed = un_day(date(2000, 12, 13))
    rows = [("Kyrgyzstan", signed, ""), ("Armenia", signed, "[ 2 Oct 2003 ]")]
    update_from_copy(table, un_xml(rows, {"Kyrgyzstan": ["word " * 2_000]}), clock.now())

    listed = parse(administrator.get("/en/sources/tables").text).one("main").text
    administrator.post("/en/sources/tables/untoc", data=UN)
    changed = parse(administrator.get("/en/sources/tables").text).one("main").text

    assert "the declaration of “\N{FIRST STRONG ISOLATE}Kyrgyzstan" in listed
    assert "a date of “\N{FIRST STRONG ISOLATE}Armenia" in listed
    assert "not proposed" not in changed


def test_a_table_with_a_remark_in_each_row_has_a_list_that_ends(administrator: FlaskClient) -> None:
    with committing():
        table = tables.add(Viewer(Role.ADMINISTRATOR), "untoc", TableValues("un_treaty", ADDRESS, "untoc"))
    rows = [("Kyrgyzstan", un_day(date(2000, 12, 13)), ""), *[("Armenia", "", "[ 2 Oct 2003 ]")] * (MOST_REMARKS + 1)]

    done = update_from_copy(table, un_xml(rows), clock.now())
    listed = parse(administrator.get("/en/sources/tables").text).one("main").text

    assert len(done.remarks) == len(table.remarks) == MOST_REMARKS + 1
    assert "The first \N{FIRST STRONG ISOLATE}100\N{POP DIRECTIONAL ISOLATE} remarks are shown." in listed


def test_a_proposal_says_that_it_was_read_from_a_table(administrator: FlaskClient) -> None:
    with committing():
        table = tables.add(Viewer(Role.ADMINISTRATOR), "untoc", TableValues("un_treaty", ADDRESS, "untoc"))
    update_from_copy(table, un_xml([("Kyrgyzstan", un_day(date(2000, 12, 14)), "")]), clock.now())
    proposal = db.session.scalars(select(Proposal.id).where(Proposal.origin == "source")).one()

    main = parse(administrator.get(f"/en/proposals/{proposal}").text).one("main")

    assert "Read from an official table" in main.text
    assert f"{ADDRESS}, row 1" in main.text


def test_the_page_of_changes_leads_an_administrator_to_the_tables(small_app: Flask, administrator: FlaskClient) -> None:
    coordinator = signed_in(small_app, factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG"))

    found = ["/en/sources/tables" in parse(one.get("/en/sources").text).links for one in (administrator, coordinator)]

    assert found == [True, False]


@pytest.mark.parametrize("address", ["/en/sources/tables", NEW, "/en/sources/tables/untoc"])
def test_a_coordinator_does_not_say_what_the_site_reads(small_app: Flask, address: str) -> None:
    coordinator = signed_in(small_app, factories.account(Role.COORDINATOR, ["casc"], jurisdiction_key="KG"))

    assert coordinator.get(address).status_code == 403


def test_a_name_without_a_table_is_not_found(administrator: FlaskClient) -> None:
    answers = administrator.get("/en/sources/tables/none"), administrator.post("/en/sources/tables/none/remove")

    assert [one.status_code for one in answers] == [404, 404]
