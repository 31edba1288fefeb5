"""Repeats a failed browser test once. The end of the run names each that then passed; two of them fail the run.

One may be the machine's fault; two are a fault of the product or of its tests.
"""

import pytest
from _pytest.terminal import TerminalReporter

MOST_REPEATED = 1


@pytest.hookimpl(trylast=True)
def pytest_collection_modifyitems(items: list[pytest.Item]) -> None:
    for item in items:
        if item.get_closest_marker("browser"):
            item.add_marker(pytest.mark.flaky(reruns=1))


def pytest_sessionfinish(session: pytest.Session) -> None:
    reporter = session.config.pluginmanager.get_plugin("terminalreporter")
    if isinstance(reporter, TerminalReporter) and len(passed_when_repeated(reporter)) > MOST_REPEATED:
        session.exitstatus = pytest.ExitCode.TESTS_FAILED


def pytest_terminal_summary(terminalreporter: TerminalReporter) -> None:
    for name in passed_when_repeated(terminalreporter):
        terminalreporter.write_line(f"Failed at first and passed when repeated: {name}", yellow=True)


def passed_when_repeated(reporter: TerminalReporter) -> list[str]:
    """Return the names of the tests that were repeated and passed, in the order in which they failed."""
    passed = {report.nodeid for report in reporter.stats.get("passed", ())}
    return [
        name for name in dict.fromkeys(report.nodeid for report in reporter.stats.get("rerun", ())) if name in passed
    ]
