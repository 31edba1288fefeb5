"""Figures as plain tables, for pages, files and papers."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import gettext as _

from directory.access.facts import Link

# A number, or a word such as "yes". A suppressed number is None. NOTHING means that there is nothing to count.
Value = int | float | str | None
NOTHING = ""


@dataclass(frozen=True)
class FigureRow:
    """One row of numbers. `bar` is the length of the row's bar in hundredths, or None without a bar."""

    key: str
    label: str
    values: tuple[Value, ...]
    link: Link | None = None
    bar: int | None = None
    is_total: bool = False


@dataclass(frozen=True)
class Table:
    """Numbers in rows. `code` names the table in files and addresses; `head` is the heading over the row labels.

    - `is_matrix`: there are many columns of the same kind, such as one for each State.
    - `is_series`: the rows follow each other in time.
    """

    code: str
    title: str
    head: str
    columns: tuple[str, ...]
    rows: tuple[FigureRow, ...]
    is_matrix: bool = False
    is_series: bool = False

    @property
    def plots(self) -> tuple["Plot", ...]:
        """The plots of the table, one for each column, if `is_series` is true."""
        return tuple(map(self._plot, range(len(self.columns)))) if self.is_series else ()

    def _plot(self, column: int) -> "Plot":
        values = [row.values[column] for row in self.rows]
        most = _most(values)
        return Plot(self.columns[column], tuple(_hundredths(value, most) for value in values), most)

    @property
    def has_suppressed(self) -> bool:
        """True if any number is suppressed."""
        return any(value is None for row in self.rows for value in row.values)

    @property
    def has_bars(self) -> bool:
        """True if any row has a bar."""
        return any(row.bar is not None for row in self.rows)


@dataclass(frozen=True)
class Plot:
    """The plot of one column of a series. `heights` are hundredths of `most`; a suppressed or missing number is
    None."""

    title: str
    heights: tuple[int | None, ...]
    most: float


@dataclass(frozen=True)
class FigureSection:
    """Tables under one heading, with notes for the reader."""

    code: str
    title: str
    notes: tuple[str, ...]
    tables: tuple[Table, ...]


def with_bars(table: Table, column: int = 0) -> Table:
    """Return a table whose rows, except totals, have bars for the numbers of a column. The largest number has the full
    length."""
    most = _most(row.values[column] for row in table.rows if not row.is_total)
    return replace(table, rows=tuple(_with_bar(row, row.values[column], most) for row in table.rows))


def with_shares(table: Table) -> Table:
    """Return a table whose rows, except totals, have bars. A bar shows the first number of its row as a share of the
    row's last number."""
    return replace(table, rows=tuple(_with_bar(row, row.values[0], _most(row.values[-1:])) for row in table.rows))


def cells(table: Table) -> Iterable[tuple[str, ...]]:
    """Yield the rows of a table as texts, the headings first. "kept back" stands for a suppressed number."""
    yield table.head, *table.columns
    for row in table.rows:
        yield row.label, *(_("kept back") if value is None else str(value) for value in row.values)


def as_json(table: Table) -> Mapping[str, Any]:
    """Return a table as JSON. A suppressed number is null; an empty number is left out."""
    rows = [{"key": row.key, "label": row.label, "values": dict(_pairs(table, row))} for row in table.rows]
    return {"code": table.code, "title": table.title, "rows": rows}


def _pairs(table: Table, row: FigureRow) -> Iterable[tuple[str, Value]]:
    return ((name, value) for name, value in zip(table.columns, row.values, strict=True) if value != NOTHING)


def _with_bar(row: FigureRow, value: Value, most: float) -> FigureRow:
    return replace(row, bar=None if row.is_total else _hundredths(value, most))


def _most(values: Iterable[Value]) -> float:
    return max((value for value in values if isinstance(value, int | float)), default=0)


def _hundredths(value: Value, most: float) -> int | None:
    return round(100 * value / most) if isinstance(value, int | float) and most else None
