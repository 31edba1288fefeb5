"""Values of spreadsheet cells, and escaping against formula injection.

Spreadsheets run a CSV cell as a formula if it begins with = + - @, a tab or a carriage return (OWASP, CSV Injection).
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
    """The file is damaged, too large or of a forbidden kind. `message` has named placeholders that `values` fill."""

    def __init__(self, message: Any, **values: Any) -> None:
        super().__init__()
        self.message, self.values = message, values


class Formula(str):
    """A cell with a formula. The formula is not run, and its text is not used as a value."""

    __slots__ = ()


def escape_formula(text: str) -> str:
    """Return the text. If a spreadsheet would run it as a formula, put an apostrophe before it."""
    return APOSTROPHE + text if RUN.match(text) else text


def unescape_formula(text: str) -> str:
    """Return the text without the apostrophe that `escape_formula` added. If a person typed an apostrophe before a
    formula, it is removed too."""
    return text[1:] if GUARDED.match(text) else text
