"""The same as in `tests/long/attack` for the rows of the threat model that are faults, not attacks."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.long.threats import show
from tests.postgresql import PostgreSQL
from tests.threats.table import ROWS, Row

OURS = [row for row in ROWS.values() if row.is_fault]


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("threats")


@pytest.mark.xdist_group("postgresql")
@pytest.mark.parametrize("row", OURS, ids=lambda row: f"{row.number} {row.threat}")
def test_a_defence_holds_and_is_missed(
    row: Row, once: Path, postgresql: PostgreSQL, record_property: Callable[[str, object], None]
) -> None:
    show(row, once, postgresql, record_property)
