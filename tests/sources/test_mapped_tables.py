"""A CSV or XLSX table gives the acts of the columns that the site stores a mapping for, or is refused whole by name."""

from datetime import date

import pytest
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.access.viewer import Viewer
from directory.errors import InvalidInput
from directory.extensions import db
from directory.formats.cells import FileUnreadable
from directory.formats.tables import write_table
from directory.models import ProposedChange, SourceTable, TreatyStatus
from directory.sources import tables
from directory.sources.readers.mapped_tables import read_mapped_table
from directory.sources.readers.reading import StatedAct
from directory.sources.tables import TableValues
from directory.sources.update import update_from_copy
from directory.transaction import committing
from directory.vocabulary import Role, SourceOutcome

OPERATOR = Viewer(Role.ADMINISTRATOR)
ADDRESS = "https://depositary.example.org/status.csv"
ACTS = {"Country": "state", "Agreement": "treaty", "Step": "action", "Day": "date", "Statement": "declaration"}
CHART = {"Country": "state", "Signed": "signature", "Joined": "accession", "In force": "entry_into_force"}

Rows = list[tuple[str, ...]]

LIST: Rows = [
    ("No.", "Country", "Agreement", "Step", "Day", "Statement"),
    ("1", "Кыргызстан", "untoc", "ratification", "2003-10-02", "It is bound."),
    ("2", "KAZ", "UNTOC (Palermo Convention)", "Accession", "31 Jul 2008", ""),
]


def read(rows: Rows, columns: dict[str, str], ending: str = "csv") -> tuple[StatedAct, ...]:
    return read_mapped_table(write_table(ending, [("Status", rows)]), columns).acts


@pytest.mark.parametrize("ending", ["csv", "xlsx"])
def test_a_table_of_acts_is_read_by_its_columns(small_app: Flask, ending: str) -> None:
    assert read(LIST, ACTS, ending) == (
        StatedAct(2, "Кыргызстан", "ratification", "deposit", date(2003, 10, 2), "untoc", "It is bound."),
        StatedAct(3, "KAZ", "accession", "deposit", date(2008, 7, 31), "UNTOC (Palermo Convention)"),
    )


def test_a_column_of_an_act_has_its_dates(small_app: Flask) -> None:
    rows: Rows = [("Country", "Signed", "Joined", "In force"), ("Tajikistan", "2000-12-12", "", "2003-09-29")]

    assert read(rows, CHART) == (
        StatedAct(2, "Tajikistan", "signature", "signature", date(2000, 12, 12)),
        StatedAct(2, "Tajikistan", "party", "entry_into_force", date(2003, 9, 29)),
    )


@pytest.mark.parametrize(
    ("rows", "columns", "named"),
    [
        ([("Country", "Signed", "Joined"), ("Tajikistan", "2000-12-12", "")], CHART, "In force"),
        ([("Country", "Country", "Signed", "Joined", "In force")], CHART, "Country"),
        ([("Country", "Signed", "Joined", "In force"), ("Tajikistan", "12/11/2000", "", "")], CHART, "12/11/2000"),
        ([("Country", "Signed", "Joined", "In force"), ("", "2000-12-12", "", "")], CHART, "Country"),
        ([("Country", "Signed", "Joined", "In force"), ("Tajikistan", "", "", "")], CHART, "no act"),
        ([*LIST, ("3", "UZ", "untoc", "blessing", "2003-10-02", "")], ACTS, "blessing"),
        ([*LIST, ("3", "UZ", "untoc", "", "2003-10-02", "")], ACTS, "Step"),
        ([*LIST, ("3", "UZ", "untoc", "suspension", "2003-10-02", "")], ACTS, "date_kind"),
    ],
    ids=["no column", "column twice", "order of day and month", "no State", "no act", "act", "no step", "kind of date"],
)
def test_a_table_that_cannot_be_read_whole_is_refused_by_name(
    small_app: Flask, rows: Rows, columns: dict[str, str], named: str
) -> None:
    with pytest.raises(FileUnreadable) as refused:
        read(rows, columns)

    assert named in str(refused.value.message) % refused.value.values


def test_names_of_states_and_treaties_are_those_of_the_directory(small_app: Flask) -> None:
    small_app.extensions["after_commit"].clear()
    with committing():
        for row in db.session.scalars(select(TreatyStatus).where(TreatyStatus.treaty_key == "untoc")).all():
            db.session.delete(row)
        table = tables.add(OPERATOR, "list", TableValues("table", ADDRESS, columns=ACTS))

    done = update_from_copy(table, write_table("csv", [("Status", LIST)]), clock.now())

    assert (done.outcome, done.fault, done.states) == (SourceOutcome.READ, None, ("KG", "KZ"))
    keys = db.session.scalars(select(ProposedChange.key).order_by(ProposedChange.key)).all()
    assert keys == ["untoc:KG:ratification:deposit", "untoc:KZ:accession:deposit"]


def test_an_act_without_a_day_is_not_news_of_an_act_with_one(small_app: Flask) -> None:
    small_app.extensions["after_commit"].clear()
    columns = {name: field for name, field in ACTS.items() if field != "date"}
    with committing():
        table = tables.add(OPERATOR, "list", TableValues("table", ADDRESS, columns=columns))

    done = update_from_copy(table, write_table("csv", [("Status", LIST)]), clock.now())

    assert (done.outcome, done.acts, done.states) == (SourceOutcome.READ, 2, ("KG", "KZ"))
    edits = db.session.execute(select(ProposedChange.key, ProposedChange.detail).order_by(ProposedChange.key)).all()
    of_kyrgyzstan = {detail for key, detail in edits if key == "untoc:KG:ratification:deposit"}
    assert of_kyrgyzstan == {"note.en", "retrieved_from"}
    assert [key for key, _ in edits if ":KZ:" in key] == ["untoc:KZ:accession:"]


def test_a_treaty_that_the_directory_has_not_refuses_the_table(small_app: Flask) -> None:
    with committing():
        table = tables.add(OPERATOR, "list", TableValues("table", ADDRESS, columns=ACTS))
    rows = [*LIST, ("3", "UZ", "Treaty of Ruritania", "accession", "2003-10-02", "")]

    done = update_from_copy(table, write_table("csv", [("Status", rows)]), clock.now())

    assert done.outcome is SourceOutcome.REFUSED
    assert db.session.scalars(select(ProposedChange)).all() == []


@pytest.mark.parametrize(
    "values",
    [
        TableValues("un_treaty", "ftp://treaties.example.org/a.xml", "untoc"),
        TableValues("un_treaty", "http://localhost/a.xml", "untoc"),
        TableValues("un_treaty", ADDRESS),
        TableValues("un_treaty", ADDRESS, "no-treaty"),
        TableValues("table", ADDRESS, "untoc"),
        TableValues("table", ADDRESS, "untoc", {"Country": "state"}),
        TableValues("table", ADDRESS, "untoc", {"Signed": "signature"}),
        TableValues("table", ADDRESS, "", {"Country": "state", "Signed": "signature"}),
        TableValues("un_treaty", ADDRESS, "untoc", left_out=("x" * 501,)),
    ],
    ids=[
        *("scheme", "host", "no treaty", "unknown treaty", "no columns", "no acts", "no State", "no treaty at all"),
        "long name",
    ],
)
def test_a_table_that_could_never_be_read_is_not_stored(small_app: Flask, values: TableValues) -> None:
    with pytest.raises(InvalidInput), committing():
        tables.add(OPERATOR, "list", values)

    assert db.session.scalars(select(SourceTable)).all() == []


@pytest.mark.parametrize("name", ["", "Two Words", "-list", "x" * 61])
def test_a_name_is_part_of_an_address(small_app: Flask, name: str) -> None:
    with pytest.raises(InvalidInput), committing():
        tables.add(OPERATOR, name, TableValues("un_treaty", ADDRESS, "untoc"))


def test_a_name_is_given_once(small_app: Flask) -> None:
    with committing():
        tables.add(OPERATOR, "list", TableValues("un_treaty", ADDRESS, "untoc"))

    with pytest.raises(InvalidInput), committing():
        tables.add(OPERATOR, "list", TableValues("un_treaty", ADDRESS, "untoc"))


@pytest.mark.parametrize(
    "lines", ["Country", "= state", "Country = kingdom", "A = state\nB = state", "A = state\nA = date"]
)
def test_a_mapping_names_each_heading_and_field_once(lines: str) -> None:
    with pytest.raises(InvalidInput):
        tables.columns_of(lines)


def test_a_mapping_is_read_as_it_is_written() -> None:
    assert tables.columns_of(tables.lines_of(ACTS)) == ACTS
    assert tables.columns_of("a = b = date") == {"a = b": "date"}
