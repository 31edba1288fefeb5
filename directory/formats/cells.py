"""What a cell of a file may hold, and how text is kept from being run as a formula.

A spreadsheet runs a cell of a CSV file that begins with = + - @, a tab or a carriage return. Such
text gets an apostrophe before it, which reading takes off again. Source: OWASP, CSV Injection.
"""

import re
from datetime import date
from typing import Any

Cell = str | int | float | bool | date | None

RUN = re.compile(r"'*[=+\-@\t\r]")
GUARDED = re.compile(r"'+[=+\-@\t\r]")
# XML 1.0 has no place for these, so a spreadsheet cannot hold them.
NOT_IN_XML = re.compile("[\x00-\x08\x0b\x0c\x0e-\x1f\ufffe\uffff]")
APOSTROPHE = "'"


class FileUnreadable(Exception):
    """A file that cannot or must not be read. `message` has named placeholders that `values` fill."""

    def __init__(self, message: Any, **values: Any) -> None:
        super().__init__()
        self.message, self.values = message, values


class Formula(str):
    """A cell that holds a formula; its text is never run or read."""

    __slots__ = ()


def escape_formula(text: str) -> str:
    """Return text as a CSV file holds it: never run, and the same again when it is read."""
    return APOSTROPHE + text if RUN.match(text) else text


def unescape_formula(text: str) -> str:
    """Return what `escape_formula` was given; an apostrophe that a person put there for the same reason goes too."""
    return text[1:] if GUARDED.match(text) else text
