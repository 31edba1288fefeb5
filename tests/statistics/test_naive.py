"""Figures of the demonstration, against a second and naive calculation in SQL over the same rows."""

import sqlite3
import statistics
from collections.abc import Iterator
from contextlib import closing

import pytest
from flask import Flask
from flask.testing import FlaskClient

from directory import clock
from directory.accounts.queries import viewer_of
from directory.models import Account
from directory.statistics.periods import FiguresFilter, finished_quarters
from directory.statistics.presenters.pages import page, tables_by_id
from directory.statistics.tables import Table, Value
from directory.vocabulary import Role
from tests.seeding.conftest import Shown

pytestmark = pytest.mark.sqlite

Rows = list[tuple[object, ...]]
STANDING = "f.status NOT IN ('closed', 'replaced')"
# Round the clock, with a number of its own that is for everyone and not overdue.
ANSWERS = """f.cover = 'round_the_clock' AND EXISTS (
    SELECT 1 FROM contact_detail c JOIN provenance p ON p.kind = 'contact_detail' AND p.key = c.key
    WHERE p.detail = 'value' AND c.authority_key = a.key AND c.network_key = f.network_key AND c.means = 'phone'
    AND c.audience = 'public' AND NOT p.is_dead AND (p.due_on IS NULL OR p.due_on >= DATE('now')))"""
GRADES = f"""
    SELECT CASE
        WHEN key IN (SELECT a.jurisdiction_key FROM focal_point f JOIN authority a ON a.key = f.authority_key
                     WHERE {ANSWERS} AND {STANDING}) THEN 'round_the_clock'
        WHEN key IN (SELECT a.jurisdiction_key FROM focal_point f JOIN authority a ON a.key = f.authority_key
                     WHERE {STANDING}) THEN 'desk'
        WHEN key IN (SELECT s.jurisdiction_key FROM requirement_sheet s JOIN rule r ON r.sheet_key = s.key)
            THEN 'requirements'
        WHEN key IN (SELECT jurisdiction_key FROM authority WHERE jurisdiction_key IS NOT NULL) THEN 'authorities'
        ELSE 'none' END AS grade, COUNT(*) FROM jurisdiction GROUP BY grade"""
DETAILS_BY_KIND = {
    "authority": ("authority", "competence", "designation", "contact_detail"),
    "focal_point": ("focal_point",),
    "requirement": ("requirement", "rule"),
}


@pytest.fixture
def database(shown: Shown) -> Iterator[sqlite3.Connection]:
    with closing(sqlite3.connect(shown.folder / "directory.sqlite3")) as opened:
        yield opened


@pytest.fixture(scope="module")
def tables(shown: Shown) -> dict[str, Table]:
    """Return what an administrator reads of the last year."""
    now = clock.now()
    with shown.app.test_request_context("/en/statistics"):
        administrator = Account.query.filter_by(role=Role.ADMINISTRATOR).first()
        return tables_by_id(
            page(viewer_of(administrator), FiguresFilter(365, finished_quarters(now)[0]), now, "en").sections
        )


def shown_in(table: Table) -> dict[str, Value]:
    return {row.key: row.values[0] for row in table.rows}


def test_states_by_what_is_known_of_them(tables: dict[str, Table], database: sqlite3.Connection) -> None:
    naive = dict(database.execute(GRADES).fetchall())

    assert naive["none"]
    assert {key: count for key, count in shown_in(tables["coverage-coverage"]).items() if count} == naive


def test_members_of_networks_and_what_they_have(tables: dict[str, Table], database: sqlite3.Connection) -> None:
    desks = f"""SELECT a.jurisdiction_key FROM focal_point f JOIN authority a ON a.key = f.authority_key
                WHERE f.network_key = n.network_key AND {STANDING}"""
    sheets = "SELECT s.jurisdiction_key FROM requirement_sheet s JOIN rule r ON r.sheet_key = s.key"
    wanted = (desks, f"{desks} AND {ANSWERS}", sheets, f"{sheets} WHERE r.topic = 'languages'")
    sums = ", ".join(f"SUM(n.jurisdiction_key IN ({of}))" for of in wanted)
    naive = database.execute(f"SELECT network_key, COUNT(*), {sums} FROM network_member n GROUP BY network_key")

    found = {row.key: row.values for row in tables["coverage-members"].rows}

    # Tested desks, of which there are none here, stand before the requirements; what is confirmed stands behind them.
    assert {values[3] for values in found.values()} == {0}
    without = {key: (*values[:3], values[4], values[6]) for key, values in found.items()}
    assert without == {key: tuple(rest) for key, *rest in naive}


@pytest.mark.parametrize(("table", "column"), [("measures", "measure"), ("offences", "offence")])
def test_consultations_by_what_they_are_about(
    tables: dict[str, Table], database: sqlite3.Connection, table: str, column: str
) -> None:
    naive = dict(database.execute(f"SELECT {column}, COUNT(*) FROM consultation GROUP BY {column}").fetchall())

    assert shown_in(tables[f"consultations-{table}"]) == naive


def test_consultations_between_states(tables: dict[str, Table], database: sqlite3.Connection) -> None:
    asking = database.execute("SELECT from_jurisdiction_key, COUNT(*) FROM consultation GROUP BY 1").fetchall()
    [(total,)] = database.execute("SELECT COUNT(*) FROM consultation")

    rows = tables["consultations-pairs"].rows

    assert {row.key: row.values[-1] for row in rows} == dict(asking) | {"total": total}
    assert all(sum(map(int, row.values[:-1])) == row.values[-1] for row in rows)


def test_consultations_by_outcome(tables: dict[str, Table], database: sqlite3.Connection) -> None:
    state = """CASE WHEN answered_at IS NOT NULL THEN COALESCE(NULLIF(outcome, ''), 'commented')
                    WHEN acknowledged_at IS NOT NULL THEN 'acknowledged' ELSE 'waiting' END"""
    naive = dict(database.execute(f"SELECT {state}, COUNT(*) FROM consultation GROUP BY 1").fetchall())

    assert shown_in(tables["consultations-outcomes"]) == naive


def test_what_is_missing_most_often(tables: dict[str, Table], database: sqlite3.Connection) -> None:
    naive = database.execute(
        """SELECT value, COUNT(*) FROM consultation, json_each(missing_items)
           WHERE answered_at IS NOT NULL GROUP BY value"""
    ).fetchall()

    found = tables["consultations-missing"]

    assert shown_in(found) == dict(naive)
    assert [row.values[0] for row in found.rows] == sorted((count for _, count in naive), reverse=True)


def test_how_soon_consultations_were_answered(tables: dict[str, Table], database: sqlite3.Connection) -> None:
    hours = [
        [row[0] for row in database.execute(
            f"SELECT (julianday({end}) - julianday(round_started_at)) * 24 FROM consultation WHERE {end} IS NOT NULL"
        )]
        for end in ("acknowledged_at", "answered_at")
    ]  # fmt: skip

    [row] = tables["consultations-times"].rows

    assert row.values[1:] == tuple(pytest.approx(statistics.median(one), abs=0.06) for one in hours)


@pytest.mark.parametrize("kind", DETAILS_BY_KIND)
def test_details_by_how_fresh_they_are(tables: dict[str, Table], database: sqlite3.Connection, kind: str) -> None:
    kinds = ", ".join(f"'{one}'" for one in DETAILS_BY_KIND[kind])
    grade = """CASE WHEN is_dead
                    OR julianday('now') - julianday(due_on) > 2 * (julianday(due_on) - julianday(verified_on))
                    THEN 'probably dead' WHEN verified_on IS NULL THEN 'not yet verified'
                    WHEN due_on < date('now') THEN 'verification overdue' ELSE 'verified' END"""
    counted = f"SELECT {grade}, COUNT(*) FROM provenance WHERE kind IN ({kinds}) AND detail NOT LIKE '%.%' GROUP BY 1"
    naive = dict(database.execute(counted).fetchall())

    table = tables["freshness-grades"]
    [values] = [row.values for row in table.rows if row.key == kind]
    found = dict(zip(table.columns, values, strict=True))
    soon = found.pop("verified, due again soon", 0)

    assert found.pop("Total") == sum(naive.values())
    assert {name: count for name, count in found.items() if count} | {"verified": found["verified"] + soon} == {
        "verified": 0
    } | naive


def test_the_page_says_that_what_is_invented_counts(demo_app: Flask) -> None:
    client: FlaskClient = demo_app.test_client()

    assert "This is a demonstration" in client.get("/en/statistics").text
