"""What `make long-attack` and `make long-faults` do with a row of the threat model, and how they tell of it."""

from collections.abc import Callable
from pathlib import Path

from tests.databases import PORT
from tests.postgresql import PostgreSQL
from tests.threats.running import Outcome, defended, undefended
from tests.threats.table import Row

LINE = "line of the table"
HEAD = (
    "| row | threat | tests | seconds | on PostgreSQL | seconds | with the defence off these fail | figures |",
    "| ---: | --- | ---: | ---: | ---: | ---: | --- | --- |",
)
MOST_NAMED = 3
NOT_RUN = Outcome()


def show(row: Row, made_once: Path, server: PostgreSQL, tell: Callable[[str, object], None]) -> None:
    """Run the tests of a row on both databases, then without its defence; fail unless they pass there and fail here."""
    on_postgresql = {"TEST_DATABASE": "postgresql", PORT: str(server.port)}
    kept = defended(row, made_once / "sqlite", {})
    moved = defended(row, made_once / "postgresql", on_postgresql) if row.is_of_data else NOT_RUN
    lost = undefended(row, made_once / "sqlite")
    tell(LINE, (row.number, _line(row, kept, moved, lost)))
    wrong = [*kept.failed, *kept.faults, *moved.failed, *moved.faults]
    assert not wrong, wrong
    assert kept.passed
    assert lost.failed


def _line(row: Row, kept: Outcome, moved: Outcome, lost: Outcome) -> str:
    figures = "; ".join([*kept.figures, *filter(None, [row.longer, row.missing and f"not there: {row.missing}"])])
    cells = (
        str(row.number),
        row.threat,
        _counted(kept),
        f"{kept.seconds:.0f}",
        _counted(moved) if moved is not NOT_RUN else "-",
        f"{moved.seconds:.0f}" if moved is not NOT_RUN else "-",
        "<br>".join(lost.failed[:MOST_NAMED]),
        figures.replace("|", "/"),
    )
    return f"| {' | '.join(cells)} |"


def _counted(outcome: Outcome) -> str:
    wrong = [*outcome.failed, *outcome.faults]
    return f"{outcome.passed} passed{f', {len(wrong)} failed' if wrong else ''}"
