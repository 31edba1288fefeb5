"""Leaves out of a run the cases of a test that are marked as long, where the rest of them try the same behaviour.

`@pytest.mark.long(each=3, start=1)`: every third case runs, from the second on; with `@pytest.mark.long` none does.
`--long` runs all cases, and `make long-cases` those tests alone.
"""

from collections import Counter
from collections.abc import Generator

import pytest


def pytest_addoption(parser: pytest.Parser) -> None:
    parser.addoption("--long", action="store_true", help="also run the cases that are marked as long")


# First of all: `tests.fast` counts what is left of them.
@pytest.hookimpl(wrapper=True)
def pytest_collection_modifyitems(config: pytest.Config, items: list[pytest.Item]) -> Generator[None, object, object]:
    if not config.getoption("long"):
        left_out = left_out_of(items)
        config.hook.pytest_deselected(items=left_out)
        gone = set(left_out)
        items[:] = [item for item in items if item not in gone]
    return (yield)


def left_out_of(items: list[pytest.Item]) -> list[pytest.Item]:
    """Return the items that do not run without `--long`."""
    cases, left_out = Counter[str](), list[pytest.Item]()
    for item in items:
        mark = item.get_closest_marker("long")
        if mark is None:
            continue
        test = item.nodeid.partition("[")[0]
        number, each = cases[test] - mark.kwargs.get("start", 0), mark.kwargs.get("each", 0)
        cases[test] += 1
        if not each or number % each:
            left_out.append(item)
    return left_out
