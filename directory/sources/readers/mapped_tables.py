"""Reads a CSV or XLSX table by a mapping from heading to field, which the site stores for the table."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from directory.formats.cells import Cell, FileUnreadable, Formula
from directory.formats.tables import read_table
from directory.i18n import DEFAULT
from directory.sources.readers.reading import (
    DEPOSITS,
    ENTRY_INTO_FORCE,
    NOT_KNOWN,
    SIGNATURE,
    ActKind,
    StatedAct,
    TableReading,
    english_day,
    missing,
)
from directory.vocabulary import ACTIONS, DATE_KINDS
from directory.vocabulary.terms import Vocabulary

STATE, TREATY, ACTION, DATE, DATE_KIND, DECLARATION = "state", "treaty", "action", "date", "date_kind", "declaration"
# Fields whose column has the dates of one act.
ACT_FIELDS: Mapping[str, ActKind] = {
    "signature": SIGNATURE,
    **DEPOSITS,
    "entry_into_force": ENTRY_INTO_FORCE,
    "withdrawal": ("withdrawal", "effective_date"),
}
# The kind of date of an act for a table that has no column for it.
USUAL_KINDS: Mapping[str, str] = dict(ACT_FIELDS.values())
ZIP = b"PK\x03\x04"

EMPTY = _l("Row %(row)s: the column “%(column)s” is empty.")
NO_ACTS = _l("The table states no act in these columns.")


@dataclass(frozen=True)
class MappedRow:
    """One row of a table. `cells` maps each field to its cell. A field with an empty cell is missing in `cells`.

    `headings` maps each field to the heading of its column.
    """

    number: int
    cells: Mapping[str, Cell]
    headings: Mapping[str, str]

    def text(self, name: str) -> str:
        """Return the text of a field in one line, or "" for an empty cell. Raises FileUnreadable for a formula."""
        cell = self.cells.get(name, "")
        if isinstance(cell, Formula):
            raise self.refusal(NOT_KNOWN, name)
        return " ".join(str(cell).split())

    def day(self, name: str) -> date | None:
        """Return the date of a field, or None for an empty cell. Raises FileUnreadable for any other value."""
        cell, text = self.cells.get(name), self.text(name)
        day = cell if isinstance(cell, date) else english_day(text) or _iso_day(text)
        if text and day is None:
            raise self.refusal(NOT_KNOWN, name)
        return day

    def code(self, name: str, vocabulary: Vocabulary[Any]) -> str:
        """Return the code that the cell of a field states, or "" for an empty cell.

        The cell may contain the code or its English label. Raises FileUnreadable for any other text.
        """
        text = self.text(name)
        code = text if text in vocabulary else _codes_by_label(vocabulary).get(text.lower(), "")
        if text and not code:
            raise self.refusal(NOT_KNOWN, name)
        return code

    def refusal(self, message: Any, name: str) -> FileUnreadable:
        """Return an error that refuses the table because of a field of this row."""
        text = str(self.cells.get(name, ""))[:40]
        return FileUnreadable(message, row=self.number, text=text, column=self.headings.get(name, name))


def read_mapped_table(content: bytes, columns: Mapping[str, str]) -> TableReading:
    """Return the acts of States on treaties (such as ratification) that a table lists. `columns` is a mapping from
    heading to field.

    Raises FileUnreadable for a missing heading, an unknown value, or a table without acts.
    """
    acts = tuple(act for row in _rows(content, columns) for act in _acts(row))
    if not acts:
        raise FileUnreadable(NO_ACTS)
    of_columns = {ACT_FIELDS[name] for name in columns.values() if name in ACT_FIELDS}
    stated = {(act.action, act.date_kind) for act in acts}
    return TableReading(acts, frozenset(of_columns | stated))


def _rows(content: bytes, columns: Mapping[str, str]) -> Iterator[MappedRow]:
    headings: list[str] = []
    names = {name: heading for heading, name in columns.items()}
    for number, row in enumerate(read_table("table.xlsx" if content.startswith(ZIP) else "table.csv", content), 1):
        if not headings:
            headings = [" ".join(str(cell or "").split()) for cell in row]
            for heading in columns:
                if headings.count(heading) != 1:
                    raise missing(heading)
            continue
        named = zip(headings, row, strict=False)
        cells = {columns[heading]: cell for heading, cell in named if heading in columns and str(cell or "").strip()}
        if cells:
            yield MappedRow(number, cells, names)


def _acts(row: MappedRow) -> Iterator[StatedAct]:
    if not row.text(STATE):
        raise row.refusal(EMPTY, STATE)
    found = [(*ACT_FIELDS[name], row.day(name)) for name in row.cells if name in ACT_FIELDS]
    if ACTION in row.headings:
        if not row.text(ACTION):
            raise row.refusal(EMPTY, ACTION)
        action, day = row.code(ACTION, ACTIONS), row.day(DATE)
        kind = row.code(DATE_KIND, DATE_KINDS) or USUAL_KINDS.get(action, "")
        if day is not None and not kind:
            raise row.refusal(EMPTY, DATE_KIND)
        found.append((action, kind if day is not None else "", day))
    for place, (action, kind, day) in enumerate(found, start=1):
        # The declaration of a row is stored with the last act of the row, usually the act that binds the State.
        declaration = row.text(DECLARATION) if place == len(found) else ""
        yield StatedAct(row.number, row.text(STATE), action, kind, day, row.text(TREATY), declaration)


@cache
def _codes_by_label(vocabulary: Vocabulary[Any]) -> Mapping[str, str]:
    with force_locale(DEFAULT):
        return {str(vocabulary.label(code)).lower(): code for code in vocabulary}


def _iso_day(text: str) -> date | None:
    try:
        return date.fromisoformat(text) if len(text) == len("2000-12-14") else None
    except ValueError:
        return None
