"""Refused rows in words: each refused cell with its value and a hint.

Also makes a file of refused rows for their author to correct.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from directory.formats.tables import write_table
from directory.imports.checking import REFUSED
from directory.imports.columns import KINDS, REASON, SEPARATOR, codes_of, columns_of, ordered
from directory.imports.queries import row_chunks
from directory.models import ImportBatch, ImportRow
from directory.models.types import Codes
from directory.proposals.editable_columns import EditableColumn
from directory.proposals.labels import label_of

SHEET = "rows"
# The placeholders of messages that quote a key.
KEYS, HIDDEN = {"key", "near"}, "…"
SEPARATE = _l("Separate several values by semicolons, like “%(example)s”.")
ONE_ALONE = _l("This column takes one value. Write each further value in a row of its own.")
LANGUAGES_EXAMPLE = "ky; ru"


@dataclass(frozen=True)
class RefusedCell:
    """A refused cell. `place` states the row, the column and the reason. `hint` states how to write the value.

    `label` is the detail in words. `value` is empty for an empty cell, and for everyone but the author.
    """

    place: str
    label: str
    value: str
    hint: str


def refused_cells(row: ImportRow, *, is_own: bool) -> tuple[RefusedCell, ...]:
    """Return the refused cells of a row in the reader's language. If `is_own` is false, the values are left out."""
    return tuple(_cell(row, heading, reason(kept, is_own=is_own), is_own) for heading, *kept in row.refusals)


def refused_table(batch: ImportBatch, ending: str) -> bytes:
    """Return a file of the refused rows of an import as their author wrote them.

    The last column states why a row is refused, in the reader's language. Imports ignore this column.
    """
    rows = [row for rows in row_chunks(batch, REFUSED) for row in rows]
    names = [*ordered({heading for row in rows for heading in row.cells}), REASON]
    return write_table(ending, [(SHEET, _lines(names, rows))])


def reason(kept: list[Any], *, is_own: bool) -> str:
    """Return a stored reason in the reader's language. If `is_own` is false, keys are hidden, because they may be of
    entries out of the reader's scope."""
    text, values = kept
    return message([text, values if is_own else {**values, **dict.fromkeys(KEYS & set(values), HIDDEN)}])


def message(kept: list[Any]) -> str:
    """Return a stored message in the reader's language. `kept` contains the English text and the values of its
    placeholders."""
    text, values = kept
    return str(_(text, **values) if values else _(text))


def _lines(names: list[str], rows: list[ImportRow]) -> Iterator[list[str]]:
    yield names
    for row in rows:
        told = [" ".join(filter(None, (cell.place, cell.hint))) for cell in refused_cells(row, is_own=True)]
        cells = {**row.cells, REASON: "\n".join(told)}
        yield [cells.get(name, "") for name in names]


def _cell(row: ImportRow, heading: str, reason: str, is_own: bool) -> RefusedCell:
    column = _column(row, heading)
    return RefusedCell(
        place=_("row %(row)s, column %(column)s: %(reason)s", row=row.number, column=heading, reason=reason),
        label=label_of(column) if column is not None else "",
        value=row.cells.get(heading, "") if is_own else "",
        hint=_hint(row, heading, column, is_own),
    )


def _column(row: ImportRow, heading: str) -> EditableColumn | None:
    return columns_of(row.kind).get(heading.partition(".")[0]) if row.kind in KINDS else None


def _hint(row: ImportRow, heading: str, column: EditableColumn | None, is_own: bool) -> str:
    if column is None or column.is_text:
        return ""
    codes = list(codes_of(heading, [row.kind]))
    if isinstance(column.column.type, Codes):
        example = f"{SEPARATOR} ".join(codes[:2]) if codes else LANGUAGES_EXAMPLE
        return str(SEPARATE) % {"example": example}
    is_chosen = bool(codes) or bool(column.column.foreign_keys)
    return str(ONE_ALONE) if is_own and is_chosen and SEPARATOR in row.cells.get(heading, "") else ""
