"""Leaves out of a run what is slow by its nature, and says how much that was: `pytest -p tests.fast`, `make fast`.

What a test uses is known by its fixtures (`marks_of` in `conftest.py`) or, where it takes them while it runs or starts
a process by itself, at that moment: the test is then skipped. Slow are those of `slow_tests.csv`, as they were measured
by `tests.processor_time`.
"""

import csv
import os
import sys
from collections import Counter
from collections.abc import Generator
from pathlib import Path
from typing import Any

import pytest

from tests.conftest import mark_of, marks_of

SLOW = Path(__file__).parent / "slow_tests.csv"
LEFT_OUT = {
    "browser": "in a browser",
    "postgresql": "on PostgreSQL",
    "process": "with processes that they start",
    "own_site": "with a site of their own to write in",
    "slow": f"measured as slow ({SLOW.name})",
}
STARTS = {"subprocess.Popen", "os.fork", "os.forkpty", "os.posix_spawn", "os.system"}
SKIPPED = "left out: "


def slow_tests() -> set[str]:
    """Return the tests, without their parameters, of which a case took too long when all were measured."""
    with SLOW.open(encoding="utf-8") as file:
        return {row["test"] for row in csv.DictReader(file)}


class Fast:
    """Leaves out, and counts by reason; with pytest-xdist each worker has one, and the run itself another."""

    def __init__(self, config: pytest.Config) -> None:
        self.config, self.left_out, self.skipped = config, Counter[str](), Counter[str]()
        self.is_in_test = False
        sys.addaudithook(self.see)

    def see(self, event: str, arguments: object) -> None:
        """Skip the test that is about to start a process."""
        if self.is_in_test and event in STARTS:
            leave_out("process")

    def pytest_xdist_auto_num_workers(self) -> int:
        """Return the number of cores: without browsers and servers no test waits, and each worker collects anew."""
        return os.cpu_count() or 1

    # Before others sort, mark and examine the tests; Hypothesis reads the whole project for its own.
    @pytest.hookimpl(tryfirst=True)
    def pytest_collection_modifyitems(self, items: list[pytest.Item]) -> None:
        is_measured = self.config.pluginmanager.has_plugin("processor_time")
        slow = set() if is_measured else slow_tests()
        out = []
        for item in items:
            marks = marks_of(item) | ({"slow"} if item.nodeid.partition("[")[0].partition("@")[0] in slow else set())
            if reason := next((mark for mark in LEFT_OUT if mark in marks), ""):
                self.left_out[reason] += 1
                out.append(item)
        self.config.hook.pytest_deselected(items=out)
        gone = set(out)
        items[:] = [item for item in items if item not in gone]

    @pytest.hookimpl(tryfirst=True)
    def pytest_fixture_setup(self, fixturedef: "pytest.FixtureDef[Any]") -> None:
        if reason := mark_of(fixturedef):
            # Skipped by the fixture itself: pytest keeps what came of it for the other tests that take it.
            fixturedef.func = lambda **_: leave_out(reason)  # type: ignore[misc]

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self) -> Generator[None, object, object]:
        self.is_in_test = True
        try:
            return (yield)
        finally:
            self.is_in_test = False

    def pytest_sessionfinish(self) -> None:
        if hasattr(self.config, "workeroutput"):
            self.config.workeroutput["left_out"] = dict(self.left_out)

    @pytest.hookimpl(optionalhook=True)
    def pytest_testnodedown(self, node: Any) -> None:
        # Each worker collects all tests and leaves out the same.
        self.left_out = self.left_out or Counter(getattr(node, "workeroutput", {}).get("left_out", {}))

    def pytest_runtest_logreport(self, report: pytest.TestReport) -> None:
        if report.skipped and not hasattr(self.config, "workeroutput"):
            reason = str(report.longrepr[2] if isinstance(report.longrepr, tuple) else "").rpartition(SKIPPED)[2]
            self.skipped[reason] += reason in LEFT_OUT

    def pytest_terminal_summary(self, terminalreporter: pytest.TerminalReporter) -> None:
        counted = self.left_out + self.skipped
        counts = {words: counted[mark] for mark, words in LEFT_OUT.items() if counted[mark]}
        terminalreporter.write_line(f"Left out, and for `make test`: {sum(counts.values()):,} tests:")
        for words, count in counts.items():
            terminalreporter.write_line(f"{count:6,} {words}")


def leave_out(reason: str) -> None:
    """Skip the test that runs."""
    pytest.skip(SKIPPED + reason)


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(Fast(config), "fast")
