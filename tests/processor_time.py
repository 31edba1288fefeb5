"""Measures the processor time of tests, for `slow_tests.csv`: `pytest -n0 -p tests.fast -p tests.processor_time`.

What a fixture of several tests takes to make is shared out among those that use it; what the site of all tests takes is
not counted, since a run makes it in any case. Written are the tests of which a case takes longer than LONGEST, by the
mean of its cases, so that one that happens to pay for a first import is forgiven; rows of tests that did not run stay.
"""

import csv
import time
from collections import Counter, defaultdict
from collections.abc import Generator
from typing import Any

import pytest

from tests.fast import SLOW

LONGEST = 0.02
"""Seconds of processor time."""
SHARED_BY_ALL = {"seeded_folder", "app"}


class ProcessorTime:
    """Measures each test and each fixture that several tests share."""

    def __init__(self) -> None:
        self.tests: dict[str, float] = {}
        self.fixtures: Counter[str] = Counter()
        self.users: dict[str, list[str]] = defaultdict(list)
        self.apart = 0.0

    @pytest.hookimpl(wrapper=True)
    def pytest_runtest_protocol(self, item: pytest.Item) -> Generator[None, object, object]:
        began, apart = time.process_time(), self.apart
        result = yield
        self.tests[item.nodeid] = time.process_time() - began - (self.apart - apart)
        return result

    @pytest.hookimpl(wrapper=True)
    def pytest_fixture_setup(self, fixturedef: "pytest.FixtureDef[Any]", request: Any) -> Generator[None, Any, Any]:
        began, apart = time.process_time(), self.apart
        try:
            return (yield)
        finally:
            if fixturedef.scope != "function":
                own = time.process_time() - began - (self.apart - apart)
                self.apart += own
                self.fixtures[f"{fixturedef.baseid}:{fixturedef.argname}"] += own

    def pytest_collection_finish(self, session: pytest.Session) -> None:
        for item in session.items:
            for name, found in item._fixtureinfo.name2fixturedefs.items():  # type: ignore[attr-defined]
                if name not in SHARED_BY_ALL and found[-1].scope != "function":
                    self.users[f"{found[-1].baseid}:{name}"].append(item.nodeid)

    def pytest_sessionfinish(self) -> None:
        for fixture, users in self.users.items():
            for test in users:
                self.tests[test] = self.tests.get(test, 0) + self.fixtures[fixture] / len(users)
        cases = defaultdict(list)
        for test, seconds in self.tests.items():
            cases[test.partition("[")[0]].append(seconds)
        means = {test: sum(seconds) / len(seconds) for test, seconds in cases.items()}
        with SLOW.open(encoding="utf-8") as file:
            others = {row["test"]: float(row["seconds"]) for row in csv.DictReader(file) if row["test"] not in means}
        slow = others | {test: mean for test, mean in means.items() if mean > LONGEST}
        with SLOW.open("w", encoding="utf-8", newline="") as file:
            writer = csv.writer(file, lineterminator="\n")
            writer.writerow(("test", "seconds"))
            writer.writerows((test, f"{mean:.2f}") for test, mean in sorted(slow.items()))


def pytest_configure(config: pytest.Config) -> None:
    config.pluginmanager.register(ProcessorTime(), "processor_time")
