"""Writes the letters of those who follow something; the worker calls it.

How far a person was told is kept in the transaction of their letter, so that nobody gets it twice, whoever runs this
and however it ends.
"""

from collections.abc import Iterator
from datetime import datetime
from functools import partial

from flask_babel import force_locale, gettext, ngettext

from directory.accounts.queries import viewer_of
from directory.addresses import address_in_mail
from directory.follows.news import News, list_news
from directory.follows.queries import BETWEEN, Touched, get_oldest_told, list_due, list_follows, touched_since
from directory.history.sentences import Line, in_words
from directory.i18n import chrome_language
from directory.models import Account, Following
from directory.outbox.service import queue
from directory.rounds import STRICT, Round
from directory.vocabulary import Pace

PEOPLE_AT_ONCE = 10
# A letter is a summary; the page has the rest.
MOST_ENTRIES, MOST_LINES, MOST_CHARACTERS = 20, 8, 300


def look(now: datetime) -> Touched | None:
    """Return what changed that someone to whom a letter is due was not told of; needs no lock."""
    after = get_oldest_told(now)
    return None if after is None else touched_since(after)


def tell_some(touched: Touched, now: datetime, run: Round = STRICT) -> int:
    """Write the letters of some people to whom one is due; return how many people were looked after."""
    due = list_due(now, touched.after, touched.until, PEOPLE_AT_ONCE, run.failed)
    for own, account in due:
        run.attempt(account.id, partial(_tell, own, account, touched, now))
    return len(due)


def _tell(own: Following, account: Account, touched: Touched, now: datetime) -> None:
    since = {(one.kind, one.key): max(one.since_id, own.told_id) for one in list_follows(account.id)}
    with force_locale(chrome_language(account.language)):
        news = list_news(viewer_of(account), since, touched, account.language, but_of=account.id)
        text = "\n\n".join(_paragraphs(news))
    if news:
        link = address_in_mail(account.language, "follows")
        key = f"follows:{account.id}:{touched.until}"
        queue("follows", account.email, account.language, key=key, news=text, link=link)
    own.told_id, own.due_at = touched.until, now + BETWEEN[Pace(own.pace)]


def _paragraphs(news: list[News]) -> Iterator[str]:
    for one in news[:MOST_ENTRIES]:
        told = [_shortened(line) for line in one.lines[:MOST_LINES]]
        if one.is_more:
            told.append(gettext("Something changed that is not for everyone. Sign in to read it."))
        if len(one.lines) > MOST_LINES:
            left = len(one.lines) - MOST_LINES
            told.append(ngettext("And %(num)s more change.", "And %(num)s more changes.", left))
        yield "\n".join((f"{one.link.text} ({', '.join(one.about)})", *(f"- {words}" for words in told)))
    if len(news) > MOST_ENTRIES:
        left = len(news) - MOST_ENTRIES
        yield ngettext("And %(num)s more entry.", "And %(num)s more entries.", left)


def _shortened(line: Line) -> str:
    words = " ".join(in_words(line).split())
    return words if len(words) <= MOST_CHARACTERS else f"{words[:MOST_CHARACTERS]}…"
