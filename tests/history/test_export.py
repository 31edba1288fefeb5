"""Histories as files: what a person's scope reaches, as CSV and JSON Lines, with no cell a formula."""

import csv
import io
import json

import pytest
from flask import Flask
from flask.testing import FlaskClient
from sqlalchemy import select

from directory.audit.chain import AuditAct, record_all
from directory.extensions import db
from directory.models import Disclosure
from directory.transaction import committing
from directory.vocabulary import Audience
from tests import factories
from tests.history.conftest import KEY, PHONES

Clients = dict[str, FlaskClient]
ENTRY = ("authority", KEY)
OTHER = ("authority", "tj-test")
FORMULAS = ["=1+1", "+996 555", "-1", "@SUM(A1)", "\tx", "\rx"]


@pytest.fixture(scope="module")
def recorded(site: Flask, clients: Clients) -> None:
    factories.add(factories.authority("tj-test", jurisdiction_key="TJ"))
    with committing():
        record_all(
            2,
            [
                AuditAct("changed", ENTRY, "name", None, {"original": "en", "texts": {"en": "Office"}}),
                AuditAct(
                    "changed", ("contact_detail", f"{KEY}:{PHONES[Audience.NETWORK]}"), "value", "old", "new line"
                ),
                AuditAct("changed", OTHER, "status", "active", "closed"),
                AuditAct("change", ("account", "2"), "name", "A", "B"),
                *(AuditAct("changed", ENTRY, "stages", None, formula) for formula in FORMULAS),
            ],
        )


def lines(client: FlaskClient, question: str = "") -> list[dict[str, object]]:
    answer = client.get(f"/en/history/export?format=jsonl&{question}")
    assert answer.status_code == 200
    return [json.loads(line) for line in answer.text.splitlines()]


def entries(rows: list[dict[str, object]]) -> set[tuple[object, object]]:
    return {(row["kind"], row["key"]) for row in rows}


def test_a_coordinator_gets_the_acts_of_the_own_scope_and_no_value_that_they_may_not_read(
    recorded: None, clients: Clients
) -> None:
    rows = lines(clients["coordinator"])

    assert entries(rows) == {ENTRY}
    assert [row["act"] for row in rows].count("withheld") == 1
    assert "new line" not in json.dumps(rows)


def test_an_administrator_gets_the_whole_chain(recorded: None, clients: Clients) -> None:
    rows = lines(clients["administrator"])

    assert {ENTRY, OTHER, ("account", "2")} <= entries(rows)
    assert [row["number"] for row in rows] == sorted(row["number"] for row in rows)
    assert {"old", "new line"} <= {row["before"] for row in rows if isinstance(row["before"], str)} | {
        row["after"] for row in rows if isinstance(row["after"], str)
    }


def test_one_entry_is_exported_with_its_parts(recorded: None, clients: Clients) -> None:
    rows = lines(clients["administrator"], f"kind=authority&key={KEY}")

    assert {kind for kind, _ in entries(rows)} == {"authority", "contact_detail"}


@pytest.mark.parametrize(
    ("reader", "question", "status"),
    [
        ("visitor", "format=csv", 303),
        ("practitioner", "format=csv", 403),
        ("member", f"format=csv&kind=authority&key={KEY}", 403),
        ("other coordinator", f"format=csv&kind=authority&key={KEY}", 403),
        ("coordinator", "format=csv&kind=authority&key=unknown", 404),
        ("coordinator", "format=xml", 404),
        ("coordinator", "", 404),
    ],
)
def test_others_are_refused(recorded: None, clients: Clients, reader: str, question: str, status: int) -> None:
    assert clients[reader].get(f"/en/history/export?{question}").status_code == status


def test_a_refusal_is_logged_with_who_and_what_and_no_value(
    recorded: None, clients: Clients, capsys: pytest.CaptureFixture[str]
) -> None:
    clients["other coordinator"].get(f"/en/history/export?format=csv&kind=authority&key={KEY}")

    logged = [json.loads(line) for line in capsys.readouterr().err.splitlines()]
    (refused,) = (line for line in logged if line["event"] == "refused")
    assert (refused["action"], refused["role"]) == ("see_readers", "coordinator")
    assert set(refused) == {"event", "action", "account", "role", "request_id", "level", "timestamp"}


def test_no_cell_is_a_formula(recorded: None, clients: Clients) -> None:
    text = clients["coordinator"].get("/en/history/export?format=csv").data.decode("utf-8-sig")

    rows = list(csv.DictReader(io.StringIO(text, newline="")))
    assert {row["after"] for row in rows if row["detail"] == "stages"} == {f"'{formula}" for formula in FORMULAS}
    assert not [cell for row in rows for cell in row.values() if cell.startswith(("=", "+", "-", "@", "\t", "\r"))]


def test_an_export_is_a_view_that_is_written_down_when_it_ends(recorded: None, clients: Clients) -> None:
    before = db.session.scalar(select(Disclosure.id).order_by(Disclosure.id.desc()).limit(1)) or 0
    db.session.rollback()

    answer = clients["administrator"].get(f"/en/history/export?format=csv&kind=authority&key={KEY}")
    assert "new line" in answer.text
    answer.close()

    db.session.rollback()
    (row,) = db.session.scalars(select(Disclosure).where(Disclosure.id > before))
    assert (row.kind, row.key, row.details) == ("authority", KEY, ("contact_detail.value",))
