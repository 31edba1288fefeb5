"""Lists the news of followed entries. The sentences are those that the history shows to a visitor.

A person who may read a restricted detail learns only that a restricted detail changed.
"""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime
from itertools import islice

from directory import i18n
from directory.access.facts import Link, Text, words
from directory.access.gate import read
from directory.access.history_gate import RecordedAct, readable_acts
from directory.access.viewer import ANONYMOUS, Viewer
from directory.clock import as_utc
from directory.extensions import db
from directory.follows.queries import REMOVED, get_removed
from directory.follows.touched_rows import TouchedRows
from directory.history.presenters import title
from directory.history.queries import ids_of_own_acts, list_events
from directory.history.sentences import NAMES, HistorySentence, lines
from directory.jobs.leases import renew_between
from directory.models import AuditEvent, Entry
from directory.models.change import MODELS_BY_KIND
from directory.models.details import EntryKey
from directory.vocabulary import NEWS_KINDS

MOST_NEWS = 50

Since = Mapping[EntryKey, int]
"""A mapping from each followed entry to the id of an act. Later acts on the entry are news."""


@dataclass(frozen=True)
class News:
    """The changes of one entry. `lines` are sentences about changes of public details."""

    # The id of the newest act.
    number: int
    at: datetime
    link: Link
    # The kind of the entry, and the State of the entry if there is one.
    about: tuple[str, ...]
    lines: tuple[HistorySentence, ...]
    # Whether restricted details that the viewer may read changed too.
    is_more: bool


def list_news(
    viewer: Viewer,
    since: Since,
    touched: TouchedRows,
    language: str,
    but_of: int | None = None,
    most: int | None = MOST_NEWS,
) -> list[News]:
    """Return the news for a person who follows the entries in `since`: one item for each changed entry, the entry that
    changed last first.

    - `since`: maps a followed entry to the id of an act; only later acts are news.
    - `but_of`: the account id of a person whose acts are left out, or None.
    - `most`: the greatest number of changed entries to look at; None means all. Changed entries without news are left
      out, so the result may be shorter.
    """
    roots = renew_between(islice(_roots(since, touched), most))
    found = (_news(viewer, root, since, touched, language, but_of) for root in roots)
    return [one for one in found if one is not None]


def _roots(since: Since, touched: TouchedRows) -> Iterator[EntryKey]:
    """Yield the changed entries that concern people who follow the entries in `since`, the last changed first.

    A changed entry may itself be followed. Or it is shown with a followed entry, such as an authority with its State.
    """
    known = set()
    for row in touched.rows:
        for root, owners in touched.entries_by_root(row).items():
            if root not in known and owners & since.keys():
                known.add(root)
                yield root


def _news(
    viewer: Viewer, root: EntryKey, since: Since, touched: TouchedRows, language: str, but_of: int | None
) -> News | None:
    held = db.session.get(MODELS_BY_KIND[root[0]], root[1])
    entry = held or get_removed(root)
    if entry is None:
        return None
    events = list_events(entry, touched.holders)
    own = ids_of_own_acts(entry, events, touched.holders)
    by_others = (one for one in events if one.id in own and (but_of is None or one.actor_id != but_of))
    new = {one.id for one in by_others if _is_new(one, root, since, touched)}
    known = readable_acts(ANONYMOUS, entry, events)
    public = [one for one in known if one.event.id in new]
    told = lines(ANONYMOUS, reversed(public), language, is_owner=False)
    more = {one.event.id for one in _readable(viewer, entry, events)} & new - {one.event.id for one in public}
    if not told and not more:
        return None
    newest = next(one for one in events if one.id in new)
    link = Link(entry.KIND, entry.key, _name(entry, language) if held else _last_name(entry, known, language))
    return News(newest.id, as_utc(newest.at), link, _about(entry, language), told, bool(more))


def _name(entry: Entry, language: str) -> Text:
    """Return the name of an entry. For an entry that is not public, return only the name of its kind."""
    if read(ANONYMOUS, entry).details:
        return title(ANONYMOUS, entry, language)
    return Text(str(NEWS_KINDS.label(entry.KIND)), i18n.label_language(language))


def _last_name(entry: Entry, known: Iterable[RecordedAct], language: str) -> Text:
    """Return the name that an entry had when it was removed. If this name is not public, return only the name of the
    entry's kind."""
    detail = NAMES.get(entry.KIND, "name")
    removed = (one.before for one in known if one.event.action == REMOVED and one.event.detail == detail and one.before)
    found = (name for before in removed for name in words(before, language))
    return next(found, Text(str(NEWS_KINDS.label(entry.KIND)), i18n.label_language(language)))


def _about(entry: Entry, language: str) -> tuple[str, ...]:
    kind, state = str(NEWS_KINDS.label(entry.KIND)), entry.place().jurisdiction
    is_named = state and entry.KIND != "jurisdiction" and read(ANONYMOUS, entry).details
    return (kind, i18n.territory_name(state, language)) if is_named else (kind,)


def _is_new(event: AuditEvent, root: EntryKey, since: Since, touched: TouchedRows) -> bool:
    owners = touched.concerned(event.entry_key, root)
    after = min((max(since[one], touched.after) for one in owners & since.keys()), default=touched.until)
    # Later acts are news the next time.
    return bool(event.detail) and after < event.id <= touched.until


def _readable(viewer: Viewer, entry: Entry, events: list[AuditEvent]) -> Iterator[RecordedAct]:
    if not viewer.is_visitor:
        yield from (one for one in readable_acts(viewer, entry, events) if not one.is_withheld)
