"""Values of spreadsheet cells, and escaping against formula injection.

A spreadsheet runs a CSV cell that begins with = + - @, a tab or a carriage return as a formula. Such text is written
with an apostrophe before it; reading removes the apostrophe. Source: OWASP, CSV Injection.
"""

import re
from datetime import date
from typing import Any

Cell = str | int | float | bool | date | None

RUN = re.compile(r"'*[=+\-@\t\r]")
GUARDED = re.compile(r"'+[=+\-@\t\r]")
# Characters that XML 1.0, and so a spreadsheet, cannot contain.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
APOSTROPHE = "'"


class FileUnreadable(Exception):
    """A file is damaged, too large or of a forbidden kind. `message` has named placeholders that `values` fill."""

    def __init__(self, message: Any, **values: Any) -> None:
        super().__init__()
        self.message, self.values = message, values


class Formula(str):
    """A cell with a formula, which is never run and whose text is never used as a value."""

    __slots__ = ()


def escape_formula(text: str) -> str:
    """Return text for a CSV cell: a spreadsheet does not run it, and `unescape_formula` restores it."""
    return APOSTROPHE + text if RUN.match(text) else text


def unescape_formula(text: str) -> str:
    """Return the text that `escape_formula` was given; it also removes an apostrophe that a person typed to escape."""
    return text[1:] if GUARDED.match(text) else text
