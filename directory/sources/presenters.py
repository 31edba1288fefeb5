"""Presents the changes of source pages."""

from dataclasses import dataclass
from datetime import datetime

from directory.access.facts import Link, Text
from directory.access.viewer import Viewer
from directory.models import Entry, SourceChange
from directory.models.details import EntryKey
from directory.proposals.labels import entry_label, label_of_kind
from directory.sources import queries
from directory.vocabulary import KINDS, SOURCE_CHANGES, SourceWhat


@dataclass(frozen=True)
class SourceChangeLine:
    """One change of a source page. `entry` is the entry that rests on the page.

    `old` is the sentence before the change, and `new` the present sentence. `new_address` is the address to which the
    page has moved. Each of the three can be empty.
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
    """One page of the list of open changes. `total` and `pages` count all changes and all pages."""

    lines: list[SourceChangeLine]
    total: int
    page: int
    pages: int


def list_page(viewer: Viewer, number: int, language: str) -> SourceChangeListPage:
    """Return one page of the open changes in the viewer's scope, the newest first."""
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
    """Return the entry whose page shows a row: the row itself, or the entry to which it belongs."""
    return row.entry_key if row.KIND in KINDS else next(iter(row.shown_on()))
