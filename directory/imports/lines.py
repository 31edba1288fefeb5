"""Reads the lines of a file into cells with headings, and converts cells to plain values of details."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l
from openpyxl.utils import get_column_letter
from sqlalchemy import Date

from directory.formats.cells import Cell, FileUnreadable, Formula
from directory.imports.columns import (
    EMPTIED,
    KEY,
    KIND,
    KINDS,
    PROVENANCE,
    REASON,
    SEPARATOR,
    VERSION,
    detail_of,
    is_heading,
)
from directory.models.types import Codes
from directory.proposals.editable_columns import column_of
from directory.web.request_validation import nfc_normalized

MOST_CODES_NAMED = 20

NO_ROWS = _l("The file holds no rows.")
COLUMN_MISSING = _l("The column “%(column)s” is missing. Download the template and fill it in.")
COLUMN_UNKNOWN = _l("The column “%(column)s” is not known. Download the template for the names of the columns.")
COLUMN_TWICE = _l("The column “%(column)s” stands there twice.")
WITHOUT_HEADING = _l(
    "Row %(row)s has the value “%(value)s” in column %(column)s, which has no heading. Add a heading or empty the cell."
)
NOT_TEXT = _l("This is a number or a date. Format the column as text, and write it again.")
NOT_A_KIND = _l("Write what this row is: %(kinds)s.")
NOT_OF_KIND = _l("A row of this kind has no such value. Leave the cell empty.")
NOT_A_CODE = _l("Write one of: %(codes)s.")
MISTYPED_CODE = _l("Did you mean “%(near)s”? The sheet “codes” of the template (XLSX) lists all codes.")
NOT_A_KEY = _l("No entry has this key. Copy the key from the end of the address of the page of the entry.")
MISTYPED_KEY = _l("No entry has this key. Did you mean “%(near)s”?")
NOT_OF_MANY_CODES = _l("Write one of: %(codes)s and others. The sheet “codes” of the template (XLSX) lists them all.")
MOST = _l("Enter at most %(most)s values in this field.")
IS_FORMULA = _l("This is a formula. Write the value itself.")


@dataclass(frozen=True)
class Refusal:
    """The reason for refusing the cell `heading` of a row. `values` fill the placeholders of `message`.

    `message` contains placeholders instead of values: it is stored in English, and translated into the reader's
    language later.
    """

    heading: str
    message: Any
    values: Mapping[str, str] = field(default_factory=dict)


def not_a_code(heading: str, codes: Sequence[str], near: str = "") -> Refusal:
    """Return the refusal of a value that is not in a closed list of codes.

    The message names all codes if there are at most MOST_CODES_NAMED. If there are more, the message names only the
    code that is probably meant (`near`), or the first codes if `near` is empty.
    """
    if len(codes) > MOST_CODES_NAMED and near:
        return Refusal(heading, MISTYPED_CODE, {"near": near})
    message = NOT_A_CODE if len(codes) <= MOST_CODES_NAMED else NOT_OF_MANY_CODES
    return Refusal(heading, message, {"codes": ", ".join(codes[:MOST_CODES_NAMED])})


def not_a_key(heading: str, near: str) -> Refusal:
    """Return the refusal of a value that is not the key of an entry. `near` is the key that is probably meant, or
    empty."""
    return Refusal(heading, MISTYPED_KEY, {"near": near}) if near else Refusal(heading, NOT_A_KEY)


@dataclass(frozen=True)
class FileLine:
    """One row of a file. `cells` maps headings to the cells that are not empty. `number` is the row's number in a
    spreadsheet."""

    number: int
    cells: Mapping[str, Cell]

    @property
    def kind(self) -> str:
        """The kind of the row, or an empty string if the kind is unknown."""
        kind = self.text(KIND)
        return kind if kind in KINDS else ""

    @property
    def written(self) -> dict[str, str]:
        """The cells as texts, keyed by heading."""
        return {heading: _written(cell) for heading, cell in self.cells.items()}

    def text(self, heading: str) -> str:
        """Return the cell under a heading as text, without spaces around it. An empty cell gives an empty string."""
        return str(self.cells.get(heading, "")).strip()


def read_lines(rows: Iterable[list[Cell]]) -> Iterator[FileLine]:
    """Yield the lines of a table, and skip empty rows. The first row of `rows` contains the headings.

    Raises FileUnreadable in these cases:

    - a heading is missing, unknown or given twice;
    - a filled cell has no heading;
    - there was no line (raised at the end).
    """
    headings: list[str] = []
    count = 0
    for number, row in enumerate(rows, start=1):
        if not headings:
            headings = _headings(row)
            continue
        cells = dict(_named_cells(number, headings, row))
        if cells:
            count += 1
            yield FileLine(number, cells)
    if not count:
        raise FileUnreadable(NO_ROWS)


def values_of(line: FileLine) -> tuple[dict[str, Any], list[Refusal]]:
    """Return the value of each detail in a line, and the refusals of the line's cells.

    The word EMPTIED gives None, which empties the detail. An empty cell gives no value, so the detail stays.
    """
    values: dict[str, Any] = {}
    refusals = []
    for heading, cell in line.cells.items():
        if heading in (KIND, KEY, VERSION, *PROVENANCE):
            continue
        detail = detail_of(line.kind, heading)
        message = _complaint(line.kind, detail, cell)
        if message is not None:
            refusals.append(Refusal(heading, message))
        else:
            values[detail] = _plain(line.kind, detail, cell)
    return values, refusals


def _written(cell: Cell) -> str:
    return cell.isoformat() if isinstance(cell, date) else str(cell).replace("\r\n", "\n").strip()


def _composed(cell: Cell) -> Cell:
    return nfc_normalized(cell) if type(cell) is str else cell


def _headings(row: list[Cell]) -> list[str]:
    headings = [str(cell or "").strip() for cell in row]
    named = [heading for heading in headings if heading]
    for heading in named:
        if not is_heading(heading):
            raise FileUnreadable(COLUMN_UNKNOWN, column=heading[:40])
        if named.count(heading) > 1:
            raise FileUnreadable(COLUMN_TWICE, column=heading)
    for heading in (KIND, KEY):
        if heading not in named:
            raise FileUnreadable(COLUMN_MISSING, column=heading)
    return headings


def _named_cells(number: int, headings: Sequence[str], row: Iterable[Cell]) -> Iterator[tuple[str, Cell]]:
    for place, cell in enumerate(row):
        if not str(cell or "").strip():
            continue
        heading = headings[place] if place < len(headings) else ""
        if not heading:
            raise FileUnreadable(WITHOUT_HEADING, row=number, value=str(cell)[:40], column=get_column_letter(place + 1))
        if heading != REASON:
            yield heading, _composed(cell)


def _complaint(kind: str, detail: str, cell: Cell) -> Any:
    if not detail:
        return NOT_OF_KIND
    if isinstance(cell, Formula):
        return IS_FORMULA
    column = column_of(KINDS[kind], detail)
    is_date = column is not None and isinstance(column.column.type, Date)
    # A phone that a spreadsheet took for a number has lost its plus sign or its first zeros.
    is_number = type(cell) in (int, float) and detail != "value"
    return None if isinstance(cell, str) or is_number or (is_date and isinstance(cell, date)) else NOT_TEXT


def _plain(kind: str, detail: str, cell: Cell) -> Any:
    column = column_of(KINDS[kind], detail)
    text = _written(cell)
    if text == EMPTIED:
        return None
    if column is not None and isinstance(column.column.type, Codes):
        return [part for part in (one.strip() for one in text.split(SEPARATOR)) if part]
    return text
