"""Public changes as entries of a feed, newest first. Changes of restricted details leave no trace in the feed."""

from collections.abc import Mapping
from datetime import datetime
from typing import Any

from flask_babel import gettext as _
from sqlalchemy import func, select

from directory.api.entries.lists import shorts_of
from directory.clock import as_utc
from directory.errors import NotFound
from directory.extensions import db
from directory.formats.feeds import FeedEntry
from directory.i18n import side_by_side
from directory.models import Change
from directory.models.details import EntryKey
from directory.vocabulary import KINDS

MOST_ENTRIES = 100
# To make a feed, at most this many entries are considered: the entries that changed last.
MOST_LOOKED_AT = 2_000


def feed_entries(jurisdiction: str, site: str, language: str, entry: EntryKey | None = None) -> list[FeedEntry]:
    """Return the newest public change of each entry, newest first, at most MOST_ENTRIES. `jurisdiction` ("" for all)
    and `entry` limit the result. `site` is the origin of addresses.

    Only the MOST_LOOKED_AT entries that changed last are considered.
    """
    number, at = func.max(Change.public_id), func.max(Change.changed_at)
    query = select(Change.kind, Change.key, number, at).where(
        Change.public_id.is_not(None), Change.kind.in_(list(KINDS))
    )
    if entry is not None:
        query = query.where(Change.kind == entry[0], Change.key == entry[1])
    newest = query.group_by(Change.kind, Change.key).order_by(number.desc()).limit(MOST_LOOKED_AT)
    rows = [(kind, key, last or 0, when) for kind, key, last, when in db.session.execute(newest)]
    found: list[FeedEntry] = []
    # The names of entries are read in batches, since most feeds are full after the first batch.
    for start in range(0, len(rows), MOST_ENTRIES):
        batch = rows[start : start + MOST_ENTRIES]
        shorts = shorts_of({(kind, key) for kind, key, *_rest in batch}, language)
        known = {(one["kind"], one["id"]): one for one in shorts}
        found += [
            _entry(known[kind, key], last, when, site)
            for kind, key, last, when in batch
            if (kind, key) in known and jurisdiction in ("", known[kind, key]["jurisdiction"])
        ]
        if len(found) >= MOST_ENTRIES:
            break
    return found[:MOST_ENTRIES]


def name_of_entry(entry: EntryKey, language: str) -> str:
    """Return an entry's public name. Raises NotFound if nothing of the entry is public."""
    for told in shorts_of({entry}, language):
        return str(told["name"])
    raise NotFound


def _entry(told: Mapping[str, Any], number: int, at: datetime, site: str) -> FeedEntry:
    # The API's URL of this change identifies the entry of the feed for ever.
    uid = f"{site}/api/v1/changes?since={number - 1}"
    about = [
        str(told["name"]),
        str(KINDS.label(told["kind"])),
        *([told["jurisdiction"]] if told["jurisdiction"] else []),
    ]
    line = _("A public detail of this entry has changed.")
    return FeedEntry(uid, side_by_side(about), f"{site}{told['url']}", [line], as_utc(at))
