"""Reads official tables, and proposes their differences from the directory to the coordinators of each State."""

import http.client
from collections.abc import Collection, Iterator
from dataclasses import dataclass, field
from datetime import date, datetime, timedelta
from functools import partial
from typing import Any

from flask_babel import force_locale
from sqlalchemy import select

from directory.access.viewer import Viewer
from directory.errors import InvalidInput
from directory.extensions import db
from directory.formats.cells import FileUnreadable
from directory.i18n import DEFAULT
from directory.models import Jurisdiction, SourceTable
from directory.proposals.change_set import ChangeSet
from directory.proposals.decisions import WaitingLetter
from directory.proposals.edits import Edit
from directory.proposals.service import propose, submit
from directory.proposals.validation import refuse_bad
from directory.sources.fetching import Fetcher
from directory.sources.messages import NOT_FETCHED
from directory.sources.public_hosts import FetchRefusal, FetchRefused
from directory.sources.queries import count_asked, get_table
from directory.sources.readers.reading import Remark
from directory.sources.robots import is_allowed
from directory.sources.table_acts import SourceActs, read_acts
from directory.sources.table_edits import ORIGIN, absent_from, edits_of
from directory.sources.watch import GONE
from directory.transaction import committing
from directory.vocabulary import Role, SourceOutcome

# A table is asked for again after EVERY, or after AGAIN if it could not be read.
EVERY = timedelta(days=7)
AGAIN = timedelta(days=1)
LONGEST_TITLE_CHARACTERS = 300
# The author of these proposals is the site itself. Others decide proposals with an origin, whatever the author's role.
SITE = Viewer(Role.ADMINISTRATOR)


@dataclass(frozen=True)
class TableUpdate:
    """The result of reading one table. `table` is its name. `fault` is the reason if the table was refused.

    `title` is the title that the table states, and `acts` the number of its acts. `states` are the codes of the States
    with a new proposal or, if nothing is proposed, with differences. `absent` are the keys of the stored acts that the
    table should have but lacks.
    """

    table: str
    outcome: SourceOutcome
    fault: Remark | None = None
    title: str = ""
    acts: int = 0
    states: tuple[str, ...] = ()
    absent: tuple[str, ...] = ()
    remarks: tuple[Remark, ...] = ()


@dataclass
class _Answer:
    """The answer to a request for a table. `content` is the file, or None if there is no table to read."""

    outcome: SourceOutcome
    content: bytes | None = None
    fault: Remark | None = field(default=None)


def list_due(now: datetime, most_a_day: int, names: Collection[str] = ()) -> list[SourceTable]:
    """Return the tables with these names or, without `names`, those that are due. Tables that were never asked for come
    first, then those that were asked for longest ago.

    These tables, and the pages and tables that were asked for in the last 24 hours, are together at most `most_a_day`.
    """
    due = (
        SourceTable.asked_at.is_(None)
        | (SourceTable.asked_at <= now - EVERY)
        | ((SourceTable.outcome != SourceOutcome.READ) & (SourceTable.asked_at <= now - AGAIN))
    )
    query = select(SourceTable).where(SourceTable.name.in_(names) if names else due)
    order = SourceTable.asked_at.is_not(None), SourceTable.asked_at, SourceTable.name
    return list(db.session.scalars(query.order_by(*order)))[: max(0, most_a_day - count_asked(now))]


def update(
    fetcher: Fetcher, now: datetime, most_a_day: int, names: Collection[str] = (), *, proposes: bool = True
) -> Iterator[TableUpdate]:
    """Fetch and read the tables of `list_due`, one after the other, and yield the result of each.

    The differences are proposed, and the result is stored, in write transactions of their own. If `proposes` is false,
    nothing is stored.
    """
    for name in [table.name for table in list_due(now, most_a_day, names)]:
        table = get_table(name)
        yield _settle(table, _ask(fetcher, table), now, proposes)


def update_from_copy(table: SourceTable, content: bytes, now: datetime, *, proposes: bool = True) -> TableUpdate:
    """Read a table from `content`, a copy that a person saved, and return the result. Proposals name the address of the
    table as the source. If `proposes` is false, nothing is stored."""
    return _settle(table, _Answer(SourceOutcome.READ, content), now, proposes)


def _ask(fetcher: Fetcher, table: SourceTable) -> _Answer:
    try:
        answer = fetcher.fetch(table.address, is_allowed=partial(is_allowed, fetcher))
    except FetchRefused as refused:
        is_robots, why = refused.reason is FetchRefusal.ROBOTS, Remark(NOT_FETCHED, {"reason": refused.reason.value})
        return _Answer(SourceOutcome.NOT_ALLOWED if is_robots else SourceOutcome.REFUSED, None, why)
    except (OSError, http.client.HTTPException):
        return _Answer(SourceOutcome.SILENT)
    if answer.status != http.client.OK:
        return _Answer(SourceOutcome.GONE if answer.status in GONE else SourceOutcome.SILENT)
    return _Answer(SourceOutcome.READ, answer.body)


def _settle(table: SourceTable, answer: _Answer, now: datetime, proposes: bool) -> TableUpdate:
    """Read an answer, propose the differences, store the result, and return it.

    The whole table is read and compared before the first proposal is made, so a refused table leads to no proposal.
    Each State's proposal is a write transaction of its own.
    """
    name, done = table.name, TableUpdate(table.name, answer.outcome, answer.fault)
    if proposes:
        _note_asked(name, now)
    if answer.content is not None:
        try:
            found = read_acts(table, answer.content)
            day = found.as_of or now.date()
            states = [state for state in found.states if _checked(_edits(table, found, state, day))]
            absent = absent_from(found)
        except (FileUnreadable, InvalidInput) as error:
            done = TableUpdate(name, SourceOutcome.REFUSED, Remark(error.message, getattr(error, "values", {})))
        else:
            if proposes:
                states = [state for state in states if _propose(name, found, state, day, now)]
            told = (found.title, len(found.acts), tuple(states), tuple(absent), found.remarks)
            done = TableUpdate(name, answer.outcome, None, *told)
    if proposes:
        _store(done)
    return done


def _edits(table: SourceTable, found: SourceActs, state: str, day: date) -> list[Edit]:
    return edits_of(table, [act for act in found.acts if act.state == state], day)


def _checked(edits: list[Edit]) -> list[Edit]:
    """Return the edits unchanged. Raises InvalidInput if one of them has a value that no entry may have."""
    refuse_bad(ChangeSet(edits))
    return edits


def _propose(name: str, found: SourceActs, state: str, day: date, now: datetime) -> bool:
    """Propose the differences for one State, in a write transaction. Return False if there are none any more, since
    another process proposed them meanwhile."""
    with committing():
        table = get_table(name)
        edits = _edits(table, found, state, day)
        if not edits:
            return False
        rows = sorted({act.row for act in found.acts if act.state == state and act.key in {one.key for one in edits}})
        title = f" ({found.title[:LONGEST_TITLE_CHARACTERS]})" if found.title else ""
        note = f"{table.name}{title}, {day.isoformat()}: {table.address}, row {', '.join(map(str, rows))}"
        proposal = propose(SITE, (Jurisdiction.KIND, state), edits, note=note, origin=ORIGIN)
        key = f"source_proposals:{table.id}:{now.date().isoformat()}"
        submit(SITE, proposal, letter=WaitingLetter("source_proposals", key, "proposals", {"table": name}))
    return True


def _note_asked(name: str, now: datetime) -> None:
    """Store that a table was asked for. Commits. If the reading is cut short, the table is due again after AGAIN."""
    with committing():
        table = get_table(name)
        table.asked_at, table.outcome = now, ""


def _store(done: TableUpdate) -> None:
    with committing():
        table = get_table(done.table)
        table.outcome = done.outcome
        table.fault = [] if done.fault is None else [_in_english(done.fault.message), dict(done.fault.values)]
        if done.outcome is SourceOutcome.READ:
            table.absent = list(done.absent)


def _in_english(message: Any) -> str:
    """Return the English text of a message, with which the catalogues find the translation for each reader."""
    with force_locale(DEFAULT):
        return str(message)
