"""The commands add tables, read them and say what came of it; a refused table is one line and exit status 1."""

from datetime import date
from pathlib import Path

import pytest
from click.testing import Result
from flask import Flask
from sqlalchemy import select

from directory.extensions import db
from directory.formats.tables import write_table
from directory.models import Proposal, SourceTable
from directory.sources.fetching import LARGEST_BYTES
from tests.sources.official import un_day, un_xml

ADDRESS = "http://treaties.example.org/XVIII-12.en.xml"


def flask(app: Flask, *arguments: object) -> Result:
    return app.test_cli_runner().invoke(args=["sources", *map(str, arguments)])


@pytest.fixture(autouse=True)
def site(small_app: Flask) -> None:
    small_app.extensions["after_commit"].clear()


@pytest.fixture
def copy(tmp_path: Path) -> Path:
    """A saved copy of a table with another day than the directory has."""
    file = tmp_path / "copy.xml"
    file.write_bytes(un_xml([("Kyrgyzstan", un_day(date(2000, 12, 13)), un_day(date(2003, 10, 3)))]))
    return file


def test_a_table_is_added_listed_changed_and_removed(small_app: Flask) -> None:
    added = flask(small_app, "add", "untoc", ADDRESS, "--reader", "un_treaty", "--treaty", "untoc")
    listed = flask(small_app, "tables")
    columns = ("--column", "Country=state", "--column", "Signed=signature", "--leave-out", "European Union")
    changed = flask(small_app, "add", "untoc", ADDRESS, "--change", "--reader", "table", "--treaty", "untoc", *columns)
    table = db.session.scalars(select(SourceTable)).one()
    removed = flask(small_app, "remove", "untoc")

    assert [one.exit_code for one in (added, listed, changed, removed)] == [0] * 4
    assert listed.output == f"untoc: un_treaty, untoc, {ADDRESS}\n"
    assert (table.columns, table.left_out) == ({"Country": "state", "Signed": "signature"}, ("European Union",))
    assert "No table" in flask(small_app, "tables").output


def test_a_saved_copy_is_read_without_asking_any_server(small_app: Flask, copy: Path) -> None:
    flask(small_app, "add", "untoc", ADDRESS, "--reader", "un_treaty", "--treaty", "untoc")

    trial = flask(small_app, "update", "untoc", "--copy", copy, "--dry-run")
    done = flask(small_app, "update", "untoc", "--copy", copy)
    again = flask(small_app, "update", "untoc", "--copy", copy)

    assert [one.exit_code for one in (trial, done, again)] == [0] * 3
    assert "2 acts read; would be proposed for: KG\n" in trial.output
    assert "2 acts read; proposed for: KG\n" in done.output
    assert "2 acts read; proposed for: no State\n" in again.output
    assert len(db.session.scalars(select(Proposal)).all()) == 1
    assert "not in the table: untoc:UZ:signature:signature" in done.output


def test_the_list_of_tables_says_why_one_was_refused_and_what_of_one_was_not_proposed(
    small_app: Flask, copy: Path
) -> None:
    for name in ("good", "bad"):
        flask(small_app, "add", name, ADDRESS, "--reader", "un_treaty", "--treaty", "untoc")
    copy.write_bytes(un_xml([("Kyrgyzstan", un_day(date(2000, 12, 13)), "[ 2 Oct 2003 ]")]))
    done = flask(small_app, "update", "good", "--copy", copy)
    copy.write_bytes(un_xml([("Ruritania", un_day(date(2000, 12, 13)), "")]))
    flask(small_app, "update", "bad", "--copy", copy)

    listed = flask(small_app, "tables").output.splitlines()

    remark = "  Row 1: a date of “Kyrgyzstan” stands in brackets, and is left out. Look at the source."
    assert remark in done.output.splitlines()
    assert [line.partition(":")[0] for line in listed if not line.startswith(" ")] == ["bad", "good"]
    assert "“Ruritania”" in listed[1]
    assert listed[3] == remark


# The title of a terminal's window, which `click` lets through, a line of its own, and an order that is turned.
HOSTILE = "\x1b]0;owned\x07\N{NEXT LINE}ok\N{RIGHT-TO-LEFT OVERRIDE}\N{RIGHT-TO-LEFT MARK}"
SHOWN = "\N{REPLACEMENT CHARACTER}]0;owned\N{REPLACEMENT CHARACTER}"


@pytest.mark.parametrize(
    ("row", "shown"),
    [
        ((f"Ruritania{HOSTILE}", "2000-12-13", ""), f"Ruritania{SHOWN}"),
        (("Kyrgyzstan", f"Day{HOSTILE}", ""), f"Day{SHOWN}"),
        (("Kyrgyzstan\x1b", "2000-12-13", "word " * 2_000), "“Kyrgyzstan\N{REPLACEMENT CHARACTER}”"),
    ],
    ids=["State", "day", "remark"],
)
def test_a_table_writes_nothing_but_seen_characters_on_a_terminal(
    small_app: Flask, copy: Path, row: tuple[str, ...], shown: str
) -> None:
    columns = [f"--column={one}" for one in ("Country=state", "Signed=signature", "Statement=declaration")]
    flask(small_app, "add", "list", ADDRESS, "--reader", "table", "--treaty", "untoc", *columns)
    copy.write_bytes(write_table("csv", [("Status", [("Country", "Signed", "Statement"), row])]))

    done = flask(small_app, "update", "list", "--copy", copy)
    listed = flask(small_app, "tables")

    for output in (done.output, listed.output):
        assert shown in output
        assert all(line.isprintable() for line in output.split("\n"))


@pytest.mark.parametrize("content", [b'<!DOCTYPE t [<!ENTITY a "b">]><t>&a;</t>', b"<html></html>", b"\xff\xfe\x00"])
def test_a_refused_table_is_one_line_and_exit_status_1(small_app: Flask, copy: Path, content: bytes) -> None:
    copy.write_bytes(content)
    flask(small_app, "add", "untoc", ADDRESS, "--reader", "un_treaty", "--treaty", "untoc")

    done = flask(small_app, "update", "untoc", "--copy", copy)

    assert (done.exit_code, done.output.count("\n"), done.output.startswith("untoc: refused: ")) == (1, 1, True)


def test_a_copy_that_is_too_large_is_not_read(small_app: Flask, copy: Path) -> None:
    with copy.open("wb") as file:
        file.truncate(LARGEST_BYTES + 1)
    flask(small_app, "add", "untoc", ADDRESS, "--reader", "un_treaty", "--treaty", "untoc")

    done = flask(small_app, "update", "untoc", "--copy", copy)

    assert (done.exit_code, "larger than 3 megabytes" in done.output) == (2, True)


def test_an_address_of_a_private_network_is_refused(small_app: Flask) -> None:
    flask(small_app, "add", "untoc", "http://127.0.0.1/a.xml", "--reader", "un_treaty", "--treaty", "untoc")

    done = flask(small_app, "update", "--most", 5)

    assert (done.exit_code, done.output.count("\n"), "not asked for" in done.output) == (1, 1, True)


@pytest.mark.parametrize(
    "arguments",
    [
        ("update", "nothing"),
        ("remove", "nothing"),
        ("update", "--copy", __file__),
        ("add", "untoc", ADDRESS, "--reader", "oracle"),
        ("add", "untoc", ADDRESS, "--change", "--reader", "un_treaty", "--treaty", "untoc"),
    ],
)
def test_what_is_not_there_is_said(small_app: Flask, arguments: tuple[object, ...]) -> None:
    assert flask(small_app, *arguments).exit_code == 2


def test_nothing_is_asked_for_until_an_operator_says_how_much(small_app: Flask) -> None:
    flask(small_app, "add", "untoc", ADDRESS, "--reader", "un_treaty", "--treaty", "untoc")

    done = flask(small_app, "update")

    assert (done.exit_code, "none due" in done.output) == (0, True)


def test_who_names_a_table_is_told_that_it_is_not_asked_for_now(small_app: Flask) -> None:
    for name in ("untoc", "tip"):
        flask(small_app, "add", name, "http://127.0.0.1/a.xml", "--reader", "un_treaty", "--treaty", "untoc")

    done = flask(small_app, "update", "untoc", "tip", "--most", 5)

    assert [line.partition(":")[0] for line in done.output.splitlines()] == ["tip", "untoc"]
    assert "untoc: not asked for now. A server is asked once in a minute" in done.output
