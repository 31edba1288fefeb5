"""Reads requests from a table file. A file with a fault is refused whole; each fault is named by row and column.

Of what pages show in words, a file may have the words of the reader's language in place of the codes.
"""

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import select

from directory.access.viewer import Viewer
from directory.errors import InvalidInput
from directory.extensions import db
from directory.formats.cells import Cell, Formula, unescape_formula
from directory.i18n import LANGUAGES, current_language, language_name, territory_name
from directory.models import Authority, Jurisdiction, Treaty
from directory.requests.columns import (
    DATE_COLUMNS,
    EXPORTED_FIRST,
    FACT_COLUMNS,
    GROUND,
    IMPORTED,
    NEEDED,
    PASSED_ON,
    STEP,
)
from directory.requests.service.dates import require_plausible
from directory.requests.service.entering import NOT_FROM_HERE, NewRequest, Passing, RequestFacts
from directory.requests.service.file_numbers import fault_in_file_number
from directory.requests.service.passing import require_possible
from directory.requests.statements import Statement, Statements
from directory.requirements.routes import RoutedRequest, steps_for
from directory.vocabulary import (
    CHANNELS,
    MEASURES,
    OFFENCES,
    REFUSAL_GROUNDS,
    REQUEST_DIRECTIONS,
    RequestEvent,
)

MOST_ROWS = 2000
LONGEST_VALUE_CHARACTERS = 60
DAYS = (*DATE_COLUMNS, PASSED_ON)
# Of these columns, both are filled or neither is.
BESIDE = {STEP: PASSED_ON, PASSED_ON: STEP}
OFFICES = select(Authority.key, Authority.jurisdiction_key)


@dataclass(frozen=True)
class RowFault:
    """Something that is wrong in a file. `row` counts from 1, the heading is row 1. `column` is empty if the fault is
    of the whole row."""

    row: int
    column: str
    message: str


@dataclass
class ReadTable:
    """What a file holds: its requests, or what is wrong in it."""

    requests: list[NewRequest] = field(default_factory=list)
    faults: list[RowFault] = field(default_factory=list)


class TableReader:
    """Reads the rows of one file for a viewer's State."""

    def __init__(self, viewer: Viewer) -> None:
        self._viewer = viewer
        self._steps: dict[RoutedRequest, set[str]] = {}
        states = set(db.session.scalars(select(Jurisdiction.key))) - {viewer.jurisdiction}
        self._offices = {one.key: one.jurisdiction_key for one in db.session.execute(OFFICES)}
        self._known: dict[str, Any] = {
            "direction": REQUEST_DIRECTIONS,
            "other_state": states,
            "measure": MEASURES,
            "offence": OFFENCES,
            "treaty": set(db.session.scalars(select(Treaty.key))),
            "channel": CHANNELS,
            "language": LANGUAGES,
            GROUND: REFUSAL_GROUNDS,
        }
        self._codes = _codes_by_words(self._known, {*states, viewer.jurisdiction})

    def read(self, rows: Iterator[list[Cell]]) -> ReadTable:
        """Return the requests of a file or, if anything is wrong, its faults in the order of rows. Raises
        FileUnreadable while the rows are read."""
        table = ReadTable()
        heading = [_text(one) for one in next(rows, [])]
        table.faults += _faults_of_heading(heading)
        if table.faults:
            return table
        for number, row in enumerate(rows, start=2):
            if not any(_text(one) for one in row):
                continue
            if number > MOST_ROWS + 1:
                table.faults.append(RowFault(number, "", _("A file has at most %(most)s rows.", most=MOST_ROWS)))
                break
            cells = dict(zip(heading, row, strict=False))
            self._read_row(table, number, {name: self._coded(name, cell) for name, cell in cells.items()})
        if not table.requests and not table.faults:
            table.faults.append(RowFault(1, "", _("The file has no rows below its heading.")))
        return table

    def _read_row(self, table: ReadTable, number: int, cells: dict[str, Cell]) -> None:
        faults = [RowFault(number, name, message) for name, message in self._faults_of(cells)]
        dates, passed = {} if faults else _dates_of(cells), None
        if not faults:
            try:
                require_plausible(_text(cells["direction"]), dates)
                passed = self._passing_of(cells, dates)
            except InvalidInput as refused:
                faults.append(RowFault(number, "", str(refused.message)))
        if faults:
            table.faults += faults
            return
        facts = {name: _text(cells.get(name)) for name in FACT_COLUMNS if name != "direction"}
        table.requests.append(NewRequest(_text(cells["direction"]), RequestFacts(**facts), dates, passed))

    def _coded(self, name: str, cell: Cell) -> Cell:
        """Return a cell with the code in place of its words, or as it is if they are not known."""
        if isinstance(cell, Formula):
            return cell
        return self._codes.get(name, {}).get(_text(cell).casefold(), cell)

    def _passing_of(self, cells: dict[str, Cell], dates: Statements) -> Passing | None:
        step, day = _text(cells.get(STEP)), _day(cells.get(PASSED_ON))
        if not step or day is None:
            return None
        treaty, (other, measure) = _text(cells.get("treaty")), (_text(cells[one]) for one in ("other_state", "measure"))
        asked = RoutedRequest(other, self._viewer.jurisdiction, measure, (treaty,) if treaty else ())
        if asked not in self._steps:
            self._steps[asked] = {one.key for one in steps_for(self._viewer, asked, "en")}
        passed = Passing(step, day)
        require_possible(passed, _text(cells["direction"]), dates, self._steps[asked])
        return passed

    def _faults_of(self, cells: dict[str, Cell]) -> Iterator[tuple[str, str]]:
        for name in IMPORTED:
            cell = cells.get(name)
            text = _text(cell)
            if isinstance(cell, Formula):
                yield name, _("Write the value itself, no formula.")
            elif not text and (name in NEEDED or _text(cells.get(BESIDE.get(name, "")))):
                yield name, _("Fill in this field.")
            elif name == "other_state" and text == self._viewer.jurisdiction:
                yield name, str(NOT_FROM_HERE)
            elif text and name in self._known and text not in self._known[name]:
                yield name, _("“%(value)s” is not a known code.", value=text[:LONGEST_VALUE_CHARACTERS])
            elif text and name in DAYS and _day(cell) is None:
                yield name, _("Write a date, like 2026-12-31.")
            elif text and name == "other_authority" and self._offices.get(text) != _text(cells.get("other_state")):
                yield name, _("“%(value)s” is no office of this State.", value=text[:LONGEST_VALUE_CHARACTERS])
            elif name == "file_number" and (fault := fault_in_file_number(text)):
                yield name, fault


def _codes_by_words(known: Mapping[str, Any], states: set[str]) -> dict[str, dict[str, str]]:
    """Return for each column the codes by the words that pages show for them, in lower case."""
    language = current_language()
    named = {
        name: {code: str(term.label) for code, term in terms.items()}
        for name, terms in known.items()
        if name in ("direction", "measure", "offence", "channel", GROUND)
    }
    named["other_state"] = {code: territory_name(code, language) for code in sorted(states) if code}
    named["language"] = {code: language_name(code, language) for code in LANGUAGES}
    return {name: {words.casefold(): code for code, words in codes.items()} for name, codes in named.items()}


def _faults_of_heading(heading: Sequence[str]) -> Iterator[RowFault]:
    for name in NEEDED:
        if name not in heading:
            yield RowFault(1, name, _("This column is missing."))
    for name in heading:
        if name and name not in IMPORTED and name not in EXPORTED_FIRST:
            yield RowFault(1, name[:LONGEST_VALUE_CHARACTERS], _("There is no such column."))
        elif name and heading.count(name) > 1:
            yield RowFault(1, name, _("This column stands here twice."))


def _dates_of(cells: dict[str, Cell]) -> dict[RequestEvent, Statement]:
    ground, found = _text(cells.get(GROUND)), {}
    for name in DATE_COLUMNS:
        if (day := _day(cells.get(name))) is not None:
            event = RequestEvent(name)
            found[event] = Statement(day, ground if event is RequestEvent.REFUSED else "")
    return found


def _text(cell: Cell) -> str:
    if isinstance(cell, date):
        return cell.isoformat()
    return "" if cell is None else " ".join(unescape_formula(str(cell)).split())


def _day(cell: Cell) -> date | None:
    if isinstance(cell, datetime):
        return cell.date()
    if isinstance(cell, date):
        return cell
    try:
        return date.fromisoformat(_text(cell))
    except ValueError:
        return None
