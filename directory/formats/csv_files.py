"""Reads CSV files (UTF-8 or UTF-16; commas, semicolons or tabs) and writes them (UTF-8, commas)."""

import codecs
import csv
import io
from collections.abc import Iterable, Iterator

from flask_babel import lazy_gettext as _l

from directory.formats.cells import Cell, FileUnreadable, escape_formula, unescape_formula
from directory.formats.limits import (
    LONGEST_CELL_CHARACTERS,
    MOST_COLUMNS,
    MOST_ROWS,
    TOO_LONG,
    TOO_MANY_COLUMNS,
    TOO_MANY_ROWS,
)

NOT_UNICODE = _l(
    "The letters in line %(line)s are not saved as UTF-8, so they cannot be read. In Excel, save the table as “CSV"
    " UTF-8”. In LibreOffice, save it as CSV with the character set “Unicode (UTF-8)”. Or save it as XLSX."
)
NOT_CSV = _l("Line %(line)s is not CSV: a quotation mark is missing or stands where none may.")
HOLDS_ZERO = _l("The file is not a text: it holds zero bytes.")
SEPARATORS = ",;\t"


def write_csv(rows: Iterable[Iterable[str]]) -> bytes:
    """Return rows as CSV in UTF-8 with a byte order mark, and with formulas escaped (`escape_formula`)."""
    file = io.StringIO()
    csv.writer(file, lineterminator="\r\n").writerows([escape_formula(cell) for cell in row] for row in rows)
    return codecs.BOM_UTF8 + file.getvalue().encode()


def read_csv(content: bytes) -> Iterator[list[Cell]]:
    """Yield the rows of a file. Every cell is a text, with formulas unescaped. The size of the file is not checked
    here.

    Raises FileUnreadable if the file is damaged or exceeds a limit, perhaps after some rows were yielded.
    """
    text = _decoded(content)
    separator, start = _separator(text)
    reader = csv.reader(io.StringIO(text[start:], newline=""), delimiter=separator, strict=True)
    try:
        for number, row in enumerate(reader, start=1):
            _refuse_too_much(number, row)
            yield [unescape_formula(cell) for cell in row]
    except csv.Error as error:
        if "field limit" in str(error):
            raise FileUnreadable(TOO_LONG, limit=LONGEST_CELL_CHARACTERS) from error
        raise FileUnreadable(NOT_CSV, line=reader.line_num) from error


def _refuse_too_much(number: int, row: list[str]) -> None:
    # The header is one more row.
    if number > MOST_ROWS + 1:
        raise FileUnreadable(TOO_MANY_ROWS, limit=MOST_ROWS)
    if len(row) > MOST_COLUMNS:
        raise FileUnreadable(TOO_MANY_COLUMNS, limit=MOST_COLUMNS)
    if any(len(cell) > LONGEST_CELL_CHARACTERS for cell in row):
        raise FileUnreadable(TOO_LONG, limit=LONGEST_CELL_CHARACTERS)


def _decoded(content: bytes) -> str:
    is_utf16 = content.startswith((codecs.BOM_UTF16_LE, codecs.BOM_UTF16_BE))
    try:
        text = content.decode("utf-16" if is_utf16 else "utf-8-sig")
    except UnicodeDecodeError as error:
        raise FileUnreadable(NOT_UNICODE, line=content.count(b"\n", 0, error.start) + 1) from error
    if "\0" in text:
        raise FileUnreadable(HOLDS_ZERO)
    return text


def _separator(text: str) -> tuple[str, int]:
    first, _, _ = text.partition("\n")
    # A line `sep=;` before the first row states the separator.
    if first.startswith("sep=") and len(first.strip()) == len("sep=;"):
        return first[4], len(first) + 1
    return max(SEPARATORS, key=first.count), 0
