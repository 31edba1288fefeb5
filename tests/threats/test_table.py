"""The table of threats is whole: no row is left out, and what it names is there."""

import ast

import pytest

from tests.conftest import PROJECT
from tests.threats.table import ROWS, Row


def test_every_row_of_the_threat_model_is_there() -> None:
    assert list(ROWS) == [*range(1, 37), 38, 39]


@pytest.mark.parametrize("row", ROWS.values(), ids=lambda row: str(row.number))
def test_a_row_names_tests_that_are_there_and_a_switch_that_says_what_it_takes_away(row: Row) -> None:
    for test in row.tests:
        file, _, name = test.partition("::")
        found = ast.parse((PROJECT / file).read_text(encoding="utf-8"))
        names = {one.name for one in ast.walk(found) if isinstance(one, ast.FunctionDef)}
        assert not name or name.partition("[")[0] in names, test

    assert row.tests
    assert row.switch.__doc__
