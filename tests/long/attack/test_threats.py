"""Row by row of the threat model: its tests hold on both databases, and fail once its defence is turned off."""

from collections.abc import Callable
from pathlib import Path

import pytest

from tests.long.threats import show
from tests.postgresql import PostgreSQL
from tests.threats.table import ROWS, Row

OURS = [row for row in ROWS.values() if not row.is_fault]


@pytest.fixture(scope="module")
def once(tmp_path_factory: pytest.TempPathFactory) -> Path:
    return tmp_path_factory.mktemp("threats")


@pytest.mark.xdist_group("postgresql")
@pytest.mark.parametrize("row", OURS, ids=lambda row: f"{row.number} {row.threat}")
def test_a_defence_holds_and_is_missed(
    row: Row, once: Path, postgresql: PostgreSQL, record_property: Callable[[str, object], None]
) -> None:
    show(row, once, postgresql, record_property)
