"""Consultations in figures: who reads which, and that no small count follows from what is read."""

from datetime import UTC, datetime

import pytest
from flask import Flask

from directory import clock
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import FocalPoint
from directory.statistics.periods import FiguresFilter, finished_quarters
from directory.statistics.presenters.pages import page, tables_by_id
from directory.statistics.tables import Table
from directory.transaction import committing
from directory.vocabulary import Mark, Role
from tests import factories
from tests.focal_points.desks import MEMBER, OF_NETWORK, OUTSIDER
from tests.people import signed_in
from tests.statistics.conftest import Consult, answered

NOON = datetime(2026, 11, 26, 12, tzinfo=UTC)
IN_AUGUST, IN_JUNE, TODAY = datetime(2026, 8, 9, tzinfo=UTC), datetime(2026, 6, 30, tzinfo=UTC), NOON
KEEPER_HERE = Viewer(Role.COORDINATOR, 1010, "KG", frozenset({"casc"}))
WHOLE, REST = "consultations", "consultations-others"


@pytest.fixture(autouse=True)
def at_noon(monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(clock, "now", lambda: NOON)


def read(viewer: Viewer, days: int = 365) -> dict[str, Table]:
    return tables_by_id(page(viewer, FiguresFilter(days, finished_quarters(NOON)[0], "casc"), NOON, "en").sections)


def counts(table: Table) -> dict[str, object]:
    return {row.key: row.values[-1] for row in table.rows}


def test_a_member_reads_a_quarter_that_is_over_without_small_counts(consult: Consult) -> None:
    consult("KG", "KZ", 7, IN_AUGUST)
    consult("KG", "UZ", 2, IN_AUGUST)
    consult("UZ", "KZ", 9, IN_AUGUST, measure="bank_data")
    consult("UZ", "KZ", 50, TODAY)
    consult("UZ", "KZ", 50, IN_JUNE)

    found = read(MEMBER)

    assert found[f"{REST}-times"].rows[0].values[0] == 18
    assert counts(found[f"{REST}-measures"]) == {"bank_data": 9, "extradition": 9}
    pairs = {row.key: row.values for row in found[f"{REST}-pairs"].rows}
    assert pairs["KG"][:2] == (None, None)
    assert f"{WHOLE}-pairs" not in found


def test_who_oversees_the_network_reads_all_in_full_and_nothing_twice(consult: Consult) -> None:
    consult("KG", "KZ", 1, IN_AUGUST)
    consult("UZ", "KZ", 1, TODAY)

    found = read(OF_NETWORK)

    assert counts(found[f"{WHOLE}-pairs"]) == {"KG": 1, "UZ": 1, "total": 2}
    assert found[f"{REST}-times"].rows[0].values[0] == 0


def test_what_a_coordinator_knows_of_their_state_is_no_part_of_what_others_add_up_to(consult: Consult) -> None:
    consult("KG", "KZ", 5, IN_AUGUST)
    consult("UZ", "KZ", 2, IN_AUGUST)

    found = read(KEEPER_HERE)

    assert counts(found[f"{WHOLE}-pairs"]) == {"KG": 5, "total": 5}
    assert found[f"{REST}-times"].rows[0].values == (None, "", "")
    assert f"{REST}-pairs" not in found


def test_nobody_beyond_the_network_reads_anything_of_it(consult: Consult) -> None:
    consult("KG", "KZ", 9, IN_AUGUST)

    assert {name for name in read(OUTSIDER) if "consultations" in name and counts(read(OUTSIDER)[name])} == set()
    visitor = tables_by_id(
        page(Viewer(Role.VISITOR), FiguresFilter(365, finished_quarters(NOON)[0]), NOON, "en").sections
    )
    assert {name.partition("-")[0] for name in visitor} == {"coverage"}


def test_medians_of_few_answers_are_kept_back(consult: Consult) -> None:
    consult("KG", "KZ", 9, IN_AUGUST)
    consult("KG", "KZ", 4, IN_AUGUST, **answered(IN_AUGUST))

    [row] = read(MEMBER)[f"{REST}-times"].rows

    assert row.values == (13, None, None)
    assert counts(read(MEMBER)[f"{REST}-outcomes"]) == {"welcome": None, "waiting": None}


def test_a_file_holds_what_the_page_shows(consult: Consult, small_app: Flask) -> None:
    consult("KG", "KZ", 2, IN_AUGUST)
    consult("UZ", "KZ", 9, IN_AUGUST)
    client = signed_in(small_app, factories.account(jurisdiction_key="TJ", networks=["casc"]))

    table = client.get(f"/en/statistics/export?format=csv&table={REST}-pairs&network=casc")
    everything = client.get("/en/statistics/export?format=json&network=casc").json
    book = client.get("/en/statistics/export?format=xlsx")

    assert table.text.splitlines()[1] == "Kyrgyzstan,kept back,kept back"
    pairs = next(one for one in everything["tables"] if one["code"] == f"{REST}-pairs")
    assert pairs["rows"][0]["values"] == {"Kazakhstan": None, "Total": None}
    assert book.data.startswith(b"PK")


@pytest.mark.parametrize("question", ["", "format=csv", "format=csv&table=unknown", "format=exe"])
def test_a_file_that_is_not_offered_is_not_found(small_app: Flask, question: str) -> None:
    assert small_app.test_client().get(f"/en/statistics/export?{question}").status_code == 404


def test_what_is_invented_does_not_count_on_a_site_for_work(consult: Consult) -> None:
    consult("KG", "KZ", 3, IN_AUGUST)
    with committing():
        db.session.get_one(FocalPoint, "desk-KZ").mark = Mark.DEMONSTRATION

    before = counts(read(OF_NETWORK)[f"{WHOLE}-pairs"])
    factories.account(email="somebody@prosecution.example")

    assert before == {"KG": 3, "total": 3}
    assert f"{WHOLE}-pairs" not in read(OF_NETWORK)
