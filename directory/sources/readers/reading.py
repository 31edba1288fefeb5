"""The result of a reader: the acts of States on treaties (such as ratification) as the file states them, and messages
about the file."""

import re
from collections.abc import Mapping
from dataclasses import dataclass, field
from datetime import date
from typing import Any

from flask_babel import lazy_gettext as _l

from directory.formats.cells import FileUnreadable

LAYOUT = _l("The layout has changed: “%(part)s” is missing.")
COLUMN_UNKNOWN = _l("The layout has changed: the column “%(column)s” is not known.")
ROW_UNEVEN = _l("The layout has changed: row %(row)s does not have the columns of the table.")
NOT_KNOWN = _l("Row %(row)s: “%(text)s” is not known in the column “%(column)s”.")

# An act, such as a signature or a ratification, and the kind of its date.
ActKind = tuple[str, str]
SIGNATURE: ActKind = ("signature", "signature")
ENTRY_INTO_FORCE: ActKind = ("party", "entry_into_force")
# The acts by which a State consents to be bound, with the word for each in the headings of English tables.
CONSENT = ("ratification", "acceptance", "approval", "accession", "succession")
DEPOSITS: Mapping[str, ActKind] = {act: (act, "deposit") for act in CONSENT}

MONTHS = ("Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec")
_DAY = re.compile(rf"(\d{{1,2}}) ({'|'.join(MONTHS)})[a-z]* (\d{{4}})")


@dataclass(frozen=True)
class Remark:
    """A remark about an official table: why the table is refused, or which part of the table could not be proposed.

    `values` fill the placeholders of `message`. A value can itself be a Remark.
    """

    message: Any
    values: Mapping[str, Any] = field(default_factory=dict)


@dataclass(frozen=True)
class StatedAct:
    """One act of a participant on a treaty (such as ratification), in row number `row` of a table. Names are as written
    in the table.

    `treaty` is empty if the whole table is about one treaty.
    """

    row: int
    participant: str
    action: str
    date_kind: str
    acted_on: date | None
    treaty: str = ""
    declaration: str = ""


@dataclass(frozen=True)
class TableReading:
    """All acts of a table. `covers` are the kinds of act that the table lists completely.

    `title` is the title in the table, or empty. `as_of` is the day on which the data of the table were valid ("status
    as of"), or None if the table does not state the day.
    """

    acts: tuple[StatedAct, ...]
    covers: frozenset[ActKind]
    remarks: tuple[Remark, ...] = ()
    title: str = ""
    as_of: date | None = None


def missing(part: str) -> FileUnreadable:
    """Return an error that refuses a file because it lacks `part`."""
    return FileUnreadable(LAYOUT, part=part)


def english_day(text: str) -> date | None:
    """Return the day that a text such as “14 Dec 2000” states, or None for any other text."""
    found = _DAY.fullmatch(text)
    if found is None:
        return None
    return existing_day(int(found[3]), MONTHS.index(found[2]) + 1, int(found[1]))


def existing_day(year: int, month: int, day: int) -> date | None:
    """Return the date, or None if the calendar has no such day."""
    try:
        return date(year, month, day)
    except ValueError:
        return None
