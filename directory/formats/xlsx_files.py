"""Reads and writes XLSX files as plain cells. Formulas are neither written nor run; files with macros are refused."""

import io
import zipfile
from collections.abc import Iterable, Iterator, Sequence
from datetime import date, datetime
from typing import Any

from defusedxml.common import DefusedXmlException
from flask_babel import lazy_gettext as _l
from openpyxl import Workbook, load_workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font
from openpyxl.utils.exceptions import InvalidFileException

from directory.formats.cells import APOSTROPHE, GUARDED, NOT_IN_XML, Cell, FileUnreadable, Formula, unescape_formula
from directory.formats.limits import (
    LARGEST_RATIO,
    LARGEST_SHARED_BYTES,
    LARGEST_UNPACKED_BYTES,
    LONGEST_CELL_CHARACTERS,
    MOST_COLUMNS,
    MOST_PARTS,
    MOST_ROWS,
    TOO_LARGE,
    TOO_LONG,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
)

NOT_XLSX = _l("The file is not an XLSX workbook, or it is damaged.")
HAS_MACROS = _l("The file holds macros. Save it as XLSX without them.")
IS_BOMB = _l("The file unpacks to much more than it is. Save your table as a new file.")
SMALLEST_SUSPECT_BYTES = 1_000_000
# openpyxl writes a text that begins with one of these as a formula or an error.
OF_ANOTHER_TYPE = "=", "#"


def write_xlsx(sheets: Sequence[tuple[str, Iterable[Iterable[str]]]]) -> bytes:
    """Return a workbook with sheets, which are pairs of name and rows. Every cell is text, and the first row is a
    header."""
    book = Workbook(write_only=True)
    for title, rows in sheets:
        sheet = book.create_sheet(title)
        sheet.freeze_panes = "A2"
        for number, row in enumerate(rows):
            sheet.append([_cell(sheet, text, is_heading=number == 0) if text else None for text in row])
    file = io.BytesIO()
    book.save(file)
    return file.getvalue()


def read_xlsx(content: bytes) -> Iterator[list[Cell]]:
    """Yield the rows of the first sheet, limited to columns with a header. A cell with a formula is a `Formula`.

    Raises FileUnreadable if the file is damaged or exceeds a limit. Some rows may have been yielded before the
    error is raised.
    """
    _refuse_bombs(content)
    try:
        book = load_workbook(io.BytesIO(content), read_only=True, keep_links=False)
        sheet: Any = book.worksheets[0]
        sheet.reset_dimensions()
        # Read only columns with a header: one empty cell far to the right would make every row 16,384 cells wide.
        width = len(_cells(next(sheet.iter_rows(max_row=1), ())))
        for number, row in enumerate(sheet.iter_rows(max_col=max(1, width)), start=1):
            if number > MOST_ROWS + 1:
                raise FileUnreadable(TOO_MANY_ROWS, limit=MOST_ROWS)
            yield _cells(row)
    except DefusedXmlException as error:
        raise FileUnreadable(NOT_XLSX) from error
    # openpyxl does not document the errors for a damaged file: these were seen with truncated and altered files.
    except (InvalidFileException, KeyError, ValueError, IndexError, TypeError, AttributeError, OSError, SyntaxError,
            zipfile.BadZipFile, EOFError) as error:  # fmt: skip
        raise FileUnreadable(NOT_XLSX) from error


def _cells(row: Sequence[Any]) -> list[Cell]:
    cells: list[Cell] = [_value(cell) for cell in row]
    while cells and cells[-1] is None:
        cells.pop()
    if len(cells) > MOST_COLUMNS:
        raise FileUnreadable(TOO_MANY_COLUMNS, limit=MOST_COLUMNS)
    return cells


def _value(cell: Any) -> Cell:
    value = cell.value
    # A cell of type "e" is the error result of a formula.
    if value is not None and cell.data_type in ("f", "e"):
        return Formula(value)
    if isinstance(value, str):
        if len(value) > LONGEST_CELL_CHARACTERS:
            raise FileUnreadable(TOO_LONG, limit=LONGEST_CELL_CHARACTERS)
        return unescape_formula(value)
    if isinstance(value, datetime):
        return value.date()
    if isinstance(value, float) and value.is_integer():
        return int(value)
    return value if isinstance(value, int | float | date) or value is None else str(value)


def _cell(sheet: Any, text: str, *, is_heading: bool) -> Any:
    """Return the cell for a text. The cell is text even if it begins like a formula. If `unescape_formula` would remove
    an apostrophe from the beginning of the text, another apostrophe is added there."""
    written = (APOSTROPHE if GUARDED.match(text) else "") + NOT_IN_XML.sub("", text)
    # Writing a cell object takes three times as long as writing a text.
    if not is_heading and not written.startswith(OF_ANOTHER_TYPE):
        return written
    cell = WriteOnlyCell(sheet, value=written)
    cell.data_type = "s"
    if is_heading:
        cell.font, cell.alignment = Font(bold=True), Alignment(vertical="top")
    return cell


def _refuse_bombs(content: bytes) -> None:
    try:
        with zipfile.ZipFile(io.BytesIO(content)) as archive:
            parts = archive.infolist()
    except (zipfile.BadZipFile, ValueError, OSError) as error:
        raise FileUnreadable(NOT_XLSX) from error
    if any("vbaproject" in part.filename.lower() for part in parts):
        raise FileUnreadable(HAS_MACROS)
    # These sizes can be trusted: reading a file of the archive stops at its stated size.
    unpacked = sum(part.file_size for part in parts)
    shared = sum(part.file_size for part in parts if not part.filename.startswith("xl/worksheets/"))
    if len(parts) > MOST_PARTS or unpacked > LARGEST_UNPACKED_BYTES or shared > LARGEST_SHARED_BYTES:
        raise FileUnreadable(TOO_LARGE, limit=LARGEST_UNPACKED_BYTES // 1_000_000)
    for part in parts:
        if part.file_size > max(SMALLEST_SUSPECT_BYTES, LARGEST_RATIO * part.compress_size):
            raise FileUnreadable(IS_BOMB)
