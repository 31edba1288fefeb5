"""Presents the changes of source pages, and the official tables that the site reads."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime

from directory import i18n
from directory.access.facts import Link, Text, state_link
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import Entry, SourceChange, SourceTable, TreatyStatus
from directory.models.details import EntryKey
from directory.proposals.editable_columns import flat
from directory.proposals.labels import entry_label, label_of_kind, row_summary
from directory.sources import queries
from directory.sources.remarks import restored, words_of
from directory.vocabulary import KINDS, SOURCE_CHANGES, SOURCE_OUTCOMES, SOURCE_READERS, SourceOutcome, SourceWhat


@dataclass(frozen=True)
class SourceChangeLine:
    """One change of a source page. `entry` links to the entry that rests on the page.

    `what` and `kind` are labels. `old` and `new` (sentences) and `new_address` can be empty.
    """

    id: str
    what: str
    entry: Link
    kind: str
    address: str
    old: str
    new: str
    new_address: str
    found_at: datetime


@dataclass(frozen=True)
class SourceChangeListPage:
    """One page of the unsettled changes.

    `total` is the number of all unsettled changes, `pages` the number of pages.
    """

    lines: list[SourceChangeLine]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class AbsentAct:
    """An act that the directory has and that an official table lacks."""

    state: Link
    act: str


@dataclass(frozen=True)
class SourceTableLine:
    """One official table. `treaty` is None if a column of the table names the treaty.

    - `outcome`: the label of the last reading's result, or empty.
    - `is_read`: whether the last reading succeeded.
    - `fault`: why the table was refused, or empty.
    - `remarks`: parts of the table that could not be proposed.
    """

    name: str
    reader: str
    address: str
    treaty: Link | None
    asked_at: datetime | None
    outcome: str
    is_read: bool
    fault: str
    remarks: list[str]
    absent: list[AbsentAct]


def table_lines(tables: Iterable[SourceTable], language: str) -> list[SourceTableLine]:
    """Return a line for each official table, in the order given."""
    return [_table_line(table, language) for table in tables]


def _table_line(table: SourceTable, language: str) -> SourceTableLine:
    key = table.treaty_key
    rows = (db.session.get(TreatyStatus, absent) for absent in table.absent)
    return SourceTableLine(
        table.name,
        str(SOURCE_READERS.label(table.reader)),
        table.address,
        Link("treaty", key, Text(entry_label("treaty", key, language))) if key else None,
        table.asked_at,
        str(SOURCE_OUTCOMES.label(table.outcome)) if table.outcome else "",
        table.outcome == SourceOutcome.READ,
        words_of(restored(table.fault), i18n.isolated) if table.fault else "",
        [words_of(restored(remark), i18n.isolated) for remark in table.remarks],
        [_absent_act(row, language) for row in rows if row is not None],
    )


def _absent_act(row: TreatyStatus, language: str) -> AbsentAct:
    return AbsentAct(state_link(row.jurisdiction_key, language), row_summary(row.KIND, flat(row), language))


def list_page(viewer: Viewer, number: int, language: str) -> SourceChangeListPage:
    """Return one page of the unsettled changes in the viewer's scope, the newest first."""
    found = queries.list_open(viewer, number)
    # An entry may be removed while the page is made.
    entries = ((change, queries.entry_of(change)) for change in found.rows)
    lines = [_line(change, entry, language) for change, entry in entries if entry is not None]
    return SourceChangeListPage(lines, found.total, found.page, found.pages)


def _line(change: SourceChange, entry: Entry, language: str) -> SourceChangeLine:
    kind, key = _page_of(entry)
    has_moved = change.what == SourceWhat.MOVED
    return SourceChangeLine(
        change.public_id,
        str(SOURCE_CHANGES.label(change.what)),
        Link(kind, key, Text(entry_label(kind, key, language))),
        label_of_kind(change.kind),
        change.address,
        change.old,
        "" if has_moved else change.new,
        change.new if has_moved else "",
        change.found_at,
    )


def _page_of(row: Entry) -> EntryKey:
    return row.entry_key if row.KIND in KINDS else next(iter(row.shown_on()))
