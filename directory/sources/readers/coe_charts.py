"""Reads a chart of signatures and ratifications of the Council of Europe's Treaty Office (HTML).

Letters after a date: a (accession), s (signature without reservation as to ratification), su (succession), r (signature
ad referendum).
"""

import re
from collections.abc import Iterable, Iterator, Mapping
from datetime import date
from typing import Any

from lxml import html
from lxml.etree import LxmlError

from directory.formats.cells import FileUnreadable
from directory.sources.readers.reading import (
    DEPOSITS,
    ENTRY_INTO_FORCE,
    NOT_KNOWN,
    SIGNATURE,
    ActKind,
    StatedAct,
    TableReading,
    existing_day,
    missing,
)

CHART = "Signature, Ratification, Entry into Force"
# The act of each letter, for each column. After a signature without reservation as to ratification (s), no ratification
# follows: the column of ratification only repeats the day of the signature, so that cell states no act (None).
COLUMNS: Mapping[str, Mapping[str, ActKind | None]] = {
    "signature": {"": SIGNATURE, "s": SIGNATURE, "r": SIGNATURE},
    "ratification": {
        "": DEPOSITS["ratification"],
        "a": DEPOSITS["accession"],
        "su": DEPOSITS["succession"],
        "s": None,
    },
    "entry into force": {"": ENTRY_INTO_FORCE},
}
COVERS = frozenset(kind for acts in COLUMNS.values() for kind in acts.values() if kind is not None)

_DATED = re.compile(r"(\d{1,2})/(\d{1,2})/(\d{4}) ?([a-z]{0,2})")
_TITLE = re.compile(r"Chart of signatures and ratifications of Treaty \d{1,3}")
_AS_OF = re.compile(r"Status as of:? (\d{1,2})/(\d{1,2})/(\d{4})")


def read_coe_chart(content: bytes, _columns: Mapping[str, str]) -> TableReading:
    """Return the acts of States on a treaty (such as ratification) that a chart lists. Raises FileUnreadable for an
    unknown layout or cell."""
    try:
        page = html.document_fromstring(content)
    except (LxmlError, ValueError) as error:
        raise missing(CHART) from error
    rows = [[_plain(cell) for cell in row if cell.tag in ("td", "th")] for row in page.iter("tr")]
    acts = tuple(_acts(rows))
    if not acts:
        raise missing(CHART)
    text = _plain(page)
    title, as_of = _TITLE.search(text), _AS_OF.search(text)
    return TableReading(
        acts, COVERS, title=title[0] if title is not None else "", as_of=_day(as_of) if as_of is not None else None
    )


def _acts(rows: Iterable[list[str]]) -> Iterator[StatedAct]:
    columns: dict[str, int] = {}
    for number, row in enumerate(rows, start=1):
        headings = [cell.lower() for cell in row]
        if set(COLUMNS) <= set(headings):
            # The heading of the column of States may span two rows. This row then lacks it.
            shift = 0 if headings.index("signature") else 1
            columns = {heading: headings.index(heading) + shift for heading in COLUMNS}
        elif columns and len(row) > max(columns.values()) and row[0]:
            yield from _acts_of_row(number, row, columns)


def _acts_of_row(number: int, row: list[str], columns: Mapping[str, int]) -> Iterator[StatedAct]:
    for heading, place in columns.items():
        found = _DATED.fullmatch(row[place])
        day = _day(found) if found is not None else None
        if row[place] and (found is None or day is None or found[4] not in COLUMNS[heading]):
            raise FileUnreadable(NOT_KNOWN, row=number, text=row[place][:40], column=heading.capitalize())
        kind = COLUMNS[heading][found[4]] if found is not None else None
        if kind is not None:
            yield StatedAct(number, row[0], *kind, day)


def _plain(cell: Any) -> str:
    return " ".join(str(cell.text_content()).split())


def _day(found: re.Match[str]) -> date | None:
    return existing_day(int(found[3]), int(found[2]), int(found[1]))
