"""Presents the changes of source pages."""

from dataclasses import dataclass
from datetime import datetime

from directory.access.facts import Link, Text
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.models import SourceChange
from directory.models.change import MODELS_BY_KIND
from directory.proposals.labels import entry_label, label_of_kind
from directory.sources import queries
from directory.vocabulary import KINDS, SOURCE_CHANGES, SourceWhat


@dataclass(frozen=True)
class SourceChangeLine:
    """One change of a source page. `entry` is the entry that rests on the page.

    `old` and `new` are the sentence before and now. `new_address` is the address to which the page has moved. Each of
    these is empty if there is none.
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
    return SourceChangeListPage(
        [_line(change, language) for change in found.rows], found.total, found.page, found.pages
    )


def _line(change: SourceChange, language: str) -> SourceChangeLine:
    kind, key = _page_of(change)
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


def _page_of(change: SourceChange) -> tuple[str, str]:
    """Return the entry whose page shows the changed row: the row itself, or the entry to which it belongs."""
    if change.kind in KINDS:
        return change.entry_key
    row = db.session.get(MODELS_BY_KIND[change.kind], change.key)
    return next(iter(row.shown_on())) if row is not None else change.entry_key
