"""Presents the page of the entries that a person follows, and the person's feed."""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime, timedelta

from directory.access.facts import Link
from directory.access.viewer import ANONYMOUS, Viewer
from directory.errors import NotFound
from directory.follows.news import News, list_news
from directory.follows.queries import get_entry, get_following, list_follows, newest_event_before
from directory.follows.touched_rows import touched_since
from directory.formats.feeds import FeedEntry
from directory.history.presenters import title
from directory.history.sentences import in_words
from directory.i18n import side_by_side
from directory.models import Account
from directory.vocabulary import NEWS_KINDS, Pace

SHOWN_BACK = timedelta(days=30)


@dataclass(frozen=True)
class FollowedEntry:
    """One followed entry, with the name of its kind."""

    link: Link
    kind_label: str


@dataclass(frozen=True)
class FollowsPage:
    """The entries that a person follows, and their news from the last 30 days. `pace` is a code of PACES."""

    followed: list[FollowedEntry]
    # Includes changes from before the person followed the entry.
    news: list[News]
    pace: str
    # Whether the person has an address of a feed.
    has_feed: bool


def page(viewer: Viewer, now: datetime, language: str) -> FollowsPage:
    """Return the page of the entries that the viewer follows. Entries that the viewer may not read are left out."""
    own = get_following(viewer.account_id)
    followed = list(_followed(viewer, language))
    news = _news(viewer, viewer.account_id, now, language) if followed else []
    return FollowsPage(followed, news, own.pace if own else Pace.DAILY, own is not None and own.feed_digest is not None)


def feed_entries(account: Account, now: datetime, language: str) -> list[News]:
    """Return the public changes of followed entries in the last 30 days, the newest first.

    Changes of restricted details are left out, even if the person may read these details.
    """
    return _news(ANONYMOUS, account.id, now, language)


def feed_entry(one: News, page_address: str, history_address: str) -> FeedEntry:
    """Return the news of one entry as an entry of a feed. The addresses are absolute."""
    heading = side_by_side([str(one.link.text), *one.about])
    return FeedEntry(f"{history_address}#{one.number}", heading, page_address, [*map(in_words, one.lines)], one.at)


def _news(viewer: Viewer, account_id: int | None, now: datetime, language: str) -> list[News]:
    since = {one.entry_key: 0 for one in list_follows(account_id)}
    touched = touched_since(newest_event_before(now - SHOWN_BACK), since.keys())
    return list_news(viewer, since, touched, language)


def _followed(viewer: Viewer, language: str) -> Iterator[FollowedEntry]:
    for one in list_follows(viewer.account_id):
        try:
            entry = get_entry(viewer, one.kind, one.key)
        except NotFound:
            continue
        yield FollowedEntry(Link(one.kind, one.key, title(viewer, entry, language)), str(NEWS_KINDS.label(one.kind)))
