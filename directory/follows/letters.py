"""Writes letters to people who follow entries, called by the worker.

The transaction that queues a letter also stores how far in the audit chain the letter reports (`told_id`). So no act is
reported twice.
"""

from collections.abc import Iterator
from dataclasses import dataclass
from datetime import datetime
from functools import partial

from flask_babel import force_locale, gettext, ngettext

from directory.access.viewer import Viewer
from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.follows.news import News, list_news
from directory.follows.queries import (
    LETTER_INTERVALS,
    get_oldest_told,
    is_narrowed_since,
    list_due,
    list_follows,
    newest_event,
)
from directory.follows.touched_rows import TouchedRows, touched_since
from directory.history.sentences import HistorySentence, in_words
from directory.i18n import label_language
from directory.jobs.batches import STRICT, BatchRun
from directory.jobs.leases import renew_between
from directory.models import Account, FollowSettings
from directory.outbox.service import queue
from directory.vocabulary import Pace

# Limits of a letter, which is a summary; the page shows everything.
MOST_ENTRIES, MOST_LINES, MOST_CHARACTERS = 20, 8, 300


@dataclass(frozen=True)
class FollowLetter:
    """A letter to a follower about the acts in the audit chain with ids above `told_id`, up to and including
    `until`."""

    account_id: int
    # With the rights that the person had when the letter was written.
    viewer: Viewer
    told_id: int
    until: int
    # The id of the newest act when the letter was written.
    as_of: int
    # Empty if no act is news.
    text: str


def load_touched_rows(now: datetime) -> TouchedRows | None:
    """Return the changed rows that due letters may mention, or None if no letter is due. Takes no write lock."""
    after = get_oldest_told(now)
    if after is None:
        return None
    touched = touched_since(after)
    # Each letter looks at all rows. So the entries whose followers are told of each row are read here, once.
    for row in renew_between(touched.rows):
        touched.entries_by_root(row)
    return touched


def write_next(touched: TouchedRows, now: datetime, run: BatchRun = STRICT) -> FollowLetter | None:
    """Return the letter that has been due longest, or None if no letter is due. Nothing is stored or sent here (see
    `send`).

    Takes no write lock. People whose letter failed in this run are skipped.
    """
    while due := list_due(now, touched.after, touched.until, 1, run.failed):
        own, account = due[0]
        written: list[FollowLetter] = []
        run.attempt(account.id, partial(_write, written, own, account, touched))
        if written:
            return written[0]
    return None


def send(letter: FollowLetter, now: datetime) -> None:
    """Queue a letter if it has text, and store `until` as the reader's `told_id`. Call this inside `committing`.

    Do nothing if one of these has happened since the letter was written:

    - Another worker has sent the letter.
    - The reader's rights or account have changed.
    - A value was erased or restricted.
    """
    own, account = db.session.get_one(FollowSettings, letter.account_id), db.session.get_one(Account, letter.account_id)
    if (
        own.told_id != letter.told_id
        or viewer_of(account) != letter.viewer
        or not account.active
        or is_narrowed_since(letter.as_of)
    ):
        return
    if letter.text:
        key = f"follows:{account.id}:{letter.until}"
        queue("follows", account.email, account.language, key=key, news=letter.text, path="follows")
    own.told_id, own.due_at = letter.until, now + LETTER_INTERVALS[Pace(own.pace)]


def _write(letters: list[FollowLetter], own: FollowSettings, account: Account, touched: TouchedRows) -> None:
    since = {one.entry_key: max(one.since_id, own.told_id) for one in list_follows(account.id)}
    viewer, as_of = viewer_of(account), newest_event()
    with force_locale(label_language(account.language)):
        news = list_news(viewer, since, touched, account.language, but_of=account.id, most=None)
        text = "\n\n".join(_paragraphs(news))
    letters.append(FollowLetter(account.id, viewer, own.told_id, touched.until, as_of, text))


def _paragraphs(news: list[News]) -> Iterator[str]:
    for one in news[:MOST_ENTRIES]:
        told = [_shortened(line) for line in one.lines[:MOST_LINES]]
        if one.is_more:
            told.append(gettext("A restricted detail changed. Sign in to read it."))
        if len(one.lines) > MOST_LINES:
            left = len(one.lines) - MOST_LINES
            told.append(ngettext("And %(num)s more change.", "And %(num)s more changes.", left))
        yield "\n".join((f"{one.link.text} ({', '.join(one.about)})", *(f"- {words}" for words in told)))
    if len(news) > MOST_ENTRIES:
        left = len(news) - MOST_ENTRIES
        yield ngettext("And %(num)s more entry.", "And %(num)s more entries.", left)


def _shortened(line: HistorySentence) -> str:
    words = " ".join(in_words(line).split())
    return words if len(words) <= MOST_CHARACTERS else f"{words[:MOST_CHARACTERS]}…"
