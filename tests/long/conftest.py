"""Prints what the rows of the threat model came to as one table, into the file OUT as well where that is set.

Has tests that are marked `alone` run while none of the others does.
"""

import fcntl
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


@pytest.fixture(autouse=True)
def room(request: pytest.FixtureRequest, tmp_path_factory: pytest.TempPathFactory, worker_id: str) -> Iterator[None]:
    """Hold the room of all workers together with others, or alone."""
    base = tmp_path_factory.getbasetemp()
    shared = base if worker_id == "master" else base.parent
    kind = fcntl.LOCK_EX if request.node.get_closest_marker("alone") else fcntl.LOCK_SH
    with (shared / "door").open("w") as door, (shared / "room").open("w") as room:
        # Who waits for the whole room stands in the door, so that nobody else goes in meanwhile.
        fcntl.flock(door, fcntl.LOCK_EX)
        fcntl.flock(room, kind)
        fcntl.flock(door, fcntl.LOCK_UN)
        yield
