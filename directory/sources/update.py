"""Reads official tables. If a table differs from the directory, the differences are proposed to coordinators."""

import http.client
from collections.abc import Collection, Iterator
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from datetime import date, datetime, timedelta
from functools import partial

from sqlalchemy import select

from directory.access.viewer import Viewer
from directory.errors import InvalidInput
from directory.extensions import db
from directory.formats.cells import FileUnreadable
from directory.models import Jurisdiction, SourceTable
from directory.proposals.decisions import WaitingLetter
from directory.proposals.service import propose, submit
from directory.sources.crawl_limits import in_turn, note_request
from directory.sources.fetching import Fetcher
from directory.sources.messages import NOT_FETCHED, OVERTAKEN
from directory.sources.public_hosts import FetchRefusal, FetchRefused
from directory.sources.readers.reading import Remark
from directory.sources.remarks import first_remarks, stored, visible_remark
from directory.sources.robots import is_allowed
from directory.sources.table_acts import SourceActs, read_acts
from directory.sources.table_edits import ORIGIN, absent_from, acts_of, edits_of
from directory.sources.tables import TableVersion, is_current, version_of
from directory.sources.watch import GONE
from directory.transaction import committing
from directory.vocabulary import Role, SourceOutcome

# A table is fetched again after EVERY, or after AGAIN if it could not be read.
EVERY = timedelta(days=7)
AGAIN = timedelta(days=1)
LONGEST_TITLE_CHARACTERS = 300
# The site itself is the author of these proposals. A proposal with an origin needs another person's decision, whatever
# its author's role is.
SITE = Viewer(Role.ADMINISTRATOR)


@dataclass(frozen=True)
class TableUpdate:
    """The result of reading one table.

    - `fault`: why the table was refused.
    - `acts`: the number of acts in the table.
    - `states`: the States with a new proposal. If the caller asked for no proposals, the States with differences.
    - `absent`: keys of stored acts that the table should have but lacks.
    """

    table: str
    outcome: SourceOutcome
    fault: Remark | None = None
    title: str = ""
    acts: int = 0
    states: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()


class _Overtaken(Exception):
    """Somebody changed or removed a table while it was fetched and read."""


@dataclass
class _Answer:
    outcome: SourceOutcome
    content: bytes | None = None
    fault: Remark | None = field(default=None)


def list_due(now: datetime, most_a_day: int, names: Collection[str] = ()) -> list[SourceTable]:
    """Return the tables to fetch now, at most one from each host. If `names` is given, only the tables with these
    names are considered, due or not. If `names` is empty, all tables that are due are considered.

    Tables that were never fetched come first, then the tables whose last request is longest ago.
    """
    due = (
        SourceTable.asked_at.is_(None)
        | (SourceTable.asked_at <= now - EVERY)
        | ((SourceTable.outcome != SourceOutcome.READ) & (SourceTable.asked_at <= now - AGAIN))
    )
    query = select(SourceTable).where(SourceTable.name.in_(names) if names else due)
    order = SourceTable.asked_at.is_not(None), SourceTable.asked_at, SourceTable.name
    return in_turn(db.session.scalars(query.order_by(*order)), now, most_a_day)


def update(
    fetcher: Fetcher, now: datetime, most_a_day: int, names: Collection[str] = (), *, proposes: bool = True
) -> Iterator[TableUpdate]:
    """Fetch and read the tables of `list_due`, propose the differences, and yield the results. Runs several write
    transactions.

    If `proposes` is false, only the request to the server is recorded.
    """
    for number in [table.id for table in list_due(now, most_a_day, names)]:
        version = _begin(number, now, most_a_day)
        if version is not None:
            yield _settle(version, _ask(fetcher, version.values.address), now, proposes)


def update_from_copy(table: SourceTable, content: bytes, now: datetime, *, proposes: bool = True) -> TableUpdate:
    """Read a table from a saved copy (`content`), and return the result. If `proposes` is false, nothing is stored."""
    return _settle(version_of(table), _Answer(SourceOutcome.READ, content), now, proposes)


def _begin(number: int, now: datetime, most_a_day: int) -> TableVersion | None:
    with committing():
        table = db.session.get(SourceTable, number)
        if table is None or not note_request(table.address, now, most_a_day):
            return None
        return version_of(table)


def _ask(fetcher: Fetcher, address: str) -> _Answer:
    try:
        answer = fetcher.fetch(address, is_allowed=partial(is_allowed, fetcher))
    except FetchRefused as refused:
        is_robots, why = refused.reason is FetchRefusal.ROBOTS, Remark(NOT_FETCHED, {"reason": refused.reason.value})
        return _Answer(SourceOutcome.NOT_ALLOWED if is_robots else SourceOutcome.REFUSED, None, why)
    except (OSError, http.client.HTTPException):
        return _Answer(SourceOutcome.SILENT)
    if answer.status != http.client.OK:
        return _Answer(SourceOutcome.GONE if answer.status in GONE else SourceOutcome.SILENT)
    return _Answer(SourceOutcome.READ, answer.body)


def _settle(version: TableVersion, answer: _Answer, now: datetime, proposes: bool) -> TableUpdate:
    try:
        if proposes:
            _note_asked(version, now)
        done, found = _read(version, answer, now)
        return _store(version, done, found, now) if proposes else done
    except _Overtaken:
        return TableUpdate(version.name, SourceOutcome.REFUSED, Remark(OVERTAKEN))


def _read(version: TableVersion, answer: _Answer, now: datetime) -> tuple[TableUpdate, SourceActs | None]:
    """Return the result of reading a table, and the acts of the table (None if the table was refused).

    `states` of the result are the States with differences.
    """
    name, table = version.name, version.values
    if answer.content is None:
        return TableUpdate(name, answer.outcome, answer.fault), None
    try:
        found = read_acts(table, answer.content)
        states = [state for state in found.states if edits_of(table, acts_of(found, state), _day_of(found, now))]
        absent = absent_from(found)
    except (FileUnreadable, InvalidInput) as error:
        return _refused(name, error), None
    told = (found.title, len(found.acts), tuple(states), tuple(absent), tuple(first_remarks(found.remarks)))
    return TableUpdate(name, answer.outcome, None, *told), found


def _refused(name: str, error: FileUnreadable | InvalidInput) -> TableUpdate:
    fault = visible_remark(Remark(error.message, getattr(error, "values", {})))
    return TableUpdate(name, SourceOutcome.REFUSED, fault)


def _day_of(found: SourceActs, now: datetime) -> date:
    return found.as_of or now.date()


def _store(version: TableVersion, done: TableUpdate, found: SourceActs | None, now: datetime) -> TableUpdate:
    """Store the result of reading a table, and propose the differences of all States, in one transaction. Return the
    result.

    `states` of the returned result are the States with a new proposal. A refused table leads to no proposal.
    """
    try:
        with _writing(version) as table:
            if found is not None:
                done = replace(done, states=tuple(one for one in done.states if _propose(version, found, one, now)))
            _note_outcome(table, done)
    except InvalidInput as error:
        done = _refused(version.name, error)
        with _writing(version) as table:
            _note_outcome(table, done)
    return done


def _propose(version: TableVersion, found: SourceActs, state: str, now: datetime) -> bool:
    """Propose the differences for one State, and return True. Return False if no difference is left to propose."""
    name, table, day = version.name, version.values, _day_of(found, now)
    acts = acts_of(found, state)
    edits = edits_of(table, acts, day)
    if not edits:
        return False
    keys = {edit.key for edit in edits}
    rows = sorted({act.row for act in acts if act.key in keys})
    title = f" ({found.title[:LONGEST_TITLE_CHARACTERS]})" if found.title else ""
    note = f"{name}{title}, {day.isoformat()}: {table.address}, row {', '.join(map(str, rows))}"
    proposal = propose(SITE, (Jurisdiction.KIND, state), edits, note=note, origin=ORIGIN)
    key = f"source_proposals:{version.id}:{now.date().isoformat()}"
    submit(SITE, proposal, letter=WaitingLetter("source_proposals", key, "proposals", {"table": name}))
    return True


def _note_asked(version: TableVersion, now: datetime) -> None:
    with _writing(version) as table:
        # If reading then breaks off, the table is due again after AGAIN.
        table.asked_at, table.outcome = now, ""


def _note_outcome(table: SourceTable, done: TableUpdate) -> None:
    table.outcome = done.outcome
    table.fault = [] if done.fault is None else stored(done.fault)
    if done.outcome is SourceOutcome.READ:
        table.remarks, table.absent = [stored(one) for one in done.remarks], list(done.absent)


@contextmanager
def _writing(version: TableVersion) -> Iterator[SourceTable]:
    with committing():
        if not is_current(version):
            raise _Overtaken
        yield db.session.get_one(SourceTable, version.id)
