"""Explains the columns of the table: in the sheet of a workbook, and on the page of imports."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import Any

from flask_babel import lazy_gettext as _l
from sqlalchemy import Boolean, Date, Integer

from directory.imports.columns import (
    CONFIDENCE,
    KEY,
    KIND,
    KINDS,
    MEANINGS,
    SEPARATOR,
    SOURCE,
    SOURCE_DATE,
    VERIFIED_ON,
    codes_of,
    columns_of,
)
from directory.models.types import Codes
from directory.proposals.editable_columns import ORIGINAL, EditableColumn
from directory.proposals.labels import label_of, label_of_kind
from directory.proposals.validation import REQUIRED

TEXT_OF = _l("%(detail)s, in the language of this code")
ORIGINAL_OF = _l("%(detail)s: the code of the language that it was first written in")
SEVERAL = _l("Several codes are parted by semicolons.")
EMPTY = _l("An empty cell leaves the entry as it is; “%(word)s” empties it.")
ALWAYS = _l("always")
FREE_TEXT, CODE = _l("text"), _l("one code")
CODES = _l("codes, separated by semicolons")
DAY, NUMBER, FLAG = _l("date: year, month, day"), _l("whole number"), _l("1 for yes")
KEY_OF = _l("key of an entry")
SOURCE_DAY = _l("date, month or year")
EXAMPLES = {
    KIND: "authority",
    KEY: "kg-prosecutor-general",
    SOURCE: "https://www.prokuror.kg/contacts",
    SOURCE_DATE: "2026-11-25",
    VERIFIED_ON: "2026-11-25",
    CONFIDENCE: "sourced",
    "jurisdiction": "KG",
    "authority": "kg-prosecutor-general",
}
MOST_CODES_NAMED = 30


@dataclass(frozen=True)
class ColumnExplanation:
    """What a column holds. `required` names the kinds of rows that must fill the column. `codes` are the codes that the
    column may hold. If `has_more_codes` is true, `codes` contains only the first of them."""

    heading: str
    meaning: str
    required: str
    format: str
    codes: tuple[str, ...]
    has_more_codes: bool
    example: str


def explain(headings: Iterable[str]) -> Iterator[ColumnExplanation]:
    """Yield the explanations of columns, in their order and in the reader's language."""
    for heading in headings:
        codes, found = list(codes_of(heading)), _column(heading)
        yield ColumnExplanation(
            heading,
            _meaning(heading, found),
            _required(heading),
            _format(heading, found, codes),
            tuple(codes[:MOST_CODES_NAMED]),
            len(codes) > MOST_CODES_NAMED,
            _example(heading, found, codes),
        )


def _column(heading: str) -> EditableColumn | None:
    name = heading.partition(".")[0]
    return next((found for kind in KINDS if (found := columns_of(kind).get(name)) is not None), None)


def _meaning(heading: str, column: EditableColumn | None) -> str:
    if heading in MEANINGS or column is None:
        return str(MEANINGS[heading])
    label: dict[str, Any] = {"detail": label_of(column)}
    language = heading.partition(".")[2]
    if language:
        return str(ORIGINAL_OF if language == ORIGINAL else TEXT_OF) % label
    return f"{label['detail']}. {SEVERAL}" if isinstance(column.column.type, Codes) else str(label["detail"])


def _required(heading: str) -> str:
    if heading in (KIND, SOURCE):
        return str(ALWAYS)
    if heading == KEY:
        return ", ".join(label_of_kind(kind) for kind in ("authority", "focal_point"))
    name = heading.partition(".")[0]
    # The row of a part of an authority must name the authority.
    needs = [
        kind
        for kind in KINDS
        if (found := columns_of(kind).get(name)) is not None
        and (found.name in REQUIRED.get(kind, ()) or found.name == "authority_key")
    ]
    return "" if heading.endswith(f".{ORIGINAL}") else ", ".join(label_of_kind(kind) for kind in needs)


def _format(heading: str, column: EditableColumn | None, codes: list[str]) -> str:
    if heading == VERIFIED_ON:
        return str(DAY)
    if heading == SOURCE_DATE:
        return str(SOURCE_DAY)
    if column is not None:
        kind = column.column.type
        for known, words in ((Codes, CODES), (Date, DAY), (Boolean, FLAG), (Integer, NUMBER)):
            if isinstance(kind, known):
                return str(words)
        if column.column.foreign_keys:
            return str(KEY_OF)
    return str(CODE if codes or heading.endswith(f".{ORIGINAL}") else FREE_TEXT)


def _example(heading: str, column: EditableColumn | None, codes: list[str]) -> str:
    if heading in EXAMPLES:
        return EXAMPLES[heading]
    kind = column.column.type if column is not None else None
    if isinstance(kind, Codes):
        return f"{SEPARATOR} ".join(codes[:2] or ["ky", "ru"]) if _holds(column) != "zones" else "Asia/Bishkek"
    if isinstance(kind, Date):
        return "2026-11-25"
    if heading.endswith(f".{ORIGINAL}"):
        return "ky"
    return codes[0] if codes else ""


def _holds(column: EditableColumn | None) -> str:
    return column.detail.holds if column is not None and column.detail is not None else ""
