"""Prints what the rows of the threat model came to as one table, into the file OUT as well where that is set."""

import os
from collections.abc import Iterator
from pathlib import Path

import pytest

from tests.long.threats import HEAD, LINE


def pytest_terminal_summary(terminalreporter: pytest.TerminalReporter) -> None:
    """Print the lines that the tests of this run gave, in the order of the rows."""
    lines = sorted(_lines(terminalreporter))
    if not lines:
        return
    table = [*HEAD, *(line for _number, line in lines)]
    terminalreporter.section("threats")
    terminalreporter.write_line("\n".join(table))
    if out := os.environ.get("OUT"):
        Path(out).write_text("\n".join(table) + "\n", encoding="utf-8")


def _lines(reporter: pytest.TerminalReporter) -> Iterator[tuple[int, str]]:
    for report in (*reporter.getreports("passed"), *reporter.getreports("failed")):
        if report.when == "call":
            yield from (value for name, value in report.user_properties if name == LINE)
