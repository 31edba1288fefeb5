"""Stored text that a command prints cannot control the terminal: one module prints, and replaces what is not seen."""

import re
import sys
from io import BytesIO, TextIOWrapper

import click
import pytest
from click.testing import CliRunner

from directory.command_faults import report_errors
from directory.errors import InvalidInput
from directory.terminal import echo, write_file
from tests.conftest import PROJECT

# A title of the terminal's window, a line feed of C1, a change of direction, and a space without width.
ODD = "a\x1b]0;taken\x07b\x85c\u202ed\u200be"
SHOWN = "a�]0;taken�b�c�d�e"
PRINTS = re.compile(r"\bclick\.s?echo\(|(?<![\w.])print\(|\bsys\.(stdout|stderr)\.(write|buffer)")


@pytest.mark.parametrize("is_error", [False, True])
def test_what_is_not_seen_is_replaced_but_lines_and_columns_stay(
    capsys: pytest.CaptureFixture[str], is_error: bool
) -> None:
    echo(f"{ODD}\tü\nсело", err=is_error)

    assert capsys.readouterr()[is_error] == f"{SHOWN}\tü\nсело\n"


def test_an_error_is_printed_like_all_else() -> None:
    @click.command()
    def fail() -> None:
        raise InvalidInput(f"No such title: {ODD}")

    told = CliRunner().invoke(report_errors(fail))

    assert told.exit_code == 1
    assert told.stderr == f"Error: No such title: {SHOWN}\n"


@pytest.mark.parametrize(("is_terminal", "written"), [(True, f"{SHOWN}\nb\n\n"), (False, f"{ODD}\r\nb\r\n")])
def test_a_file_is_written_unchanged_but_to_a_terminal(
    monkeypatch: pytest.MonkeyPatch, is_terminal: bool, written: str
) -> None:
    output = TextIOWrapper(BytesIO(), "utf-8", newline="")
    monkeypatch.setattr(output, "isatty", lambda: is_terminal, raising=False)
    monkeypatch.setattr(sys, "stdout", output)

    write_file(f"{ODD}\r\nb\r\n".encode())

    output.flush()
    assert output.buffer.getvalue().decode() == written  # type: ignore[attr-defined]


def test_nothing_else_prints() -> None:
    found = {
        f"{file.relative_to(PROJECT)}: {line.strip()}"
        for file in (PROJECT / "directory").rglob("*.py")
        if file.name != "terminal.py"
        for line in file.read_text().splitlines()
        if PRINTS.search(line)
    }

    assert found == set()
