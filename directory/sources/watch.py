"""Fetches source pages again. A change of a page becomes a task for coordinators (`SourceChange`)."""

import http.client
from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial

from sqlalchemy import select

from directory.extensions import db
from directory.models import SourceChange, SourcePage, SourceSentence
from directory.sources.comparison import Finding, digest_of, find_sentences
from directory.sources.crawl_limits import in_turn, note_request
from directory.sources.facts import FactKey, SourcedFact, list_addresses, list_facts
from directory.sources.fetching import NOT_MODIFIED, Fetcher, Page
from directory.sources.page_text import PageSentences, sentences_of
from directory.sources.public_hosts import FetchRefusal, FetchRefused
from directory.sources.queries import list_told_states
from directory.sources.robots import is_allowed
from directory.transaction import committing
from directory.vocabulary import SourceOutcome, SourceWhat

# A page is fetched again after EVERY, or after AGAIN if it was gone or did not answer.
EVERY = timedelta(days=30)
AGAIN = timedelta(days=1)
# A task is made when the number of failed requests in a row reaches this number with this result. A single failure
# makes no task.
REPEATED = {
    SourceOutcome.GONE: (2, SourceWhat.GONE),
    SourceOutcome.SILENT: (3, SourceWhat.SILENT),
}
GONE = (http.client.NOT_FOUND, http.client.GONE)


@dataclass(frozen=True)
class Watched:
    """The result of fetching one page. `changes` is the number of new tasks for coordinators."""

    address: str
    outcome: SourceOutcome
    changes: int


@dataclass(frozen=True)
class PageComparison:
    """The digest of a fetched page, and a finding for each fact that rests on the page.

    `findings` is None if neither the page nor the facts have changed.
    """

    digest: str
    findings: Mapping[FactKey, Finding] | None


def add_pages() -> None:
    """Store the source addresses that are not stored yet. Call this inside `committing`."""
    known = set(db.session.scalars(select(SourcePage.address)))
    for address in sorted(list_addresses() - known):
        db.session.add(SourcePage(address=address))


def watch(fetcher: Fetcher, now: datetime, most_a_day: int) -> Iterator[Watched]:
    """Fetch the pages of `list_due`. Store each result in a write transaction, and yield the result."""
    for page in list_due(now, most_a_day):
        with committing():
            may_ask = note_request(page.address, now, most_a_day)
        if may_ask:
            yield _watch_page(fetcher, page, now)


def list_due(now: datetime, most_a_day: int) -> list[SourcePage]:
    """Return the pages to fetch now, at most one from each host. Pages that were never fetched come first, then the
    pages whose last request is longest ago."""
    due = select(SourcePage).where(
        SourcePage.asked_at.is_(None)
        | (SourcePage.asked_at <= now - EVERY)
        | ((SourcePage.failures > 0) & (SourcePage.asked_at <= now - AGAIN))
    )
    pages = db.session.scalars(due.order_by(SourcePage.asked_at.is_not(None), SourcePage.asked_at, SourcePage.id))
    return in_turn(pages, now, most_a_day)


def _watch_page(fetcher: Fetcher, page: SourcePage, now: datetime) -> Watched:
    address = page.address
    answer, outcome = _ask(fetcher, page)
    comparison = None if answer is None or outcome in REPEATED else _compare(page, answer)
    with committing():
        stored = db.session.get_one(SourcePage, page.id)
        stored.asked_at = now
        changes = _store(stored, answer, outcome, comparison)
        db.session.add_all(changes)
    return Watched(address, SourceOutcome(stored.outcome), len(changes))


def _ask(fetcher: Fetcher, page: SourcePage) -> tuple[Page | None, SourceOutcome]:
    validators = {"If-None-Match": page.etag, "If-Modified-Since": page.last_modified}
    try:
        conditions = {name: value for name, value in validators.items() if value}
        answer = fetcher.fetch(page.address, conditions, partial(is_allowed, fetcher))
    except FetchRefused as refused:
        is_robots = refused.reason is FetchRefusal.ROBOTS
        return None, SourceOutcome.NOT_ALLOWED if is_robots else SourceOutcome.REFUSED
    except (OSError, http.client.HTTPException):
        return None, SourceOutcome.SILENT
    if answer.status in GONE:
        return answer, SourceOutcome.GONE
    if answer.status not in (http.client.OK, NOT_MODIFIED):
        return answer, SourceOutcome.SILENT
    return answer, SourceOutcome.MOVED if answer.moved_to else SourceOutcome.READ


def _compare(page: SourcePage, answer: Page) -> PageComparison | None:
    """Compare an answer with the stored page.

    Return None if the server reports no change, or if the page has no text.
    """
    sentences = [] if answer.status == NOT_MODIFIED else sentences_of(answer.body, answer.content_type)
    if not sentences:
        return None
    digest, facts, known = digest_of("\n".join(sentences)), list(list_facts(page.address)), _known(page)
    is_same = {key: one.digest for key, one in known.items()} == {one.fact_key: digest_of(one.value) for one in facts}
    if digest == page.digest and is_same:
        return PageComparison(digest, None)
    return PageComparison(digest, find_sentences(facts, known, PageSentences(sentences)))


def _store(
    page: SourcePage, answer: Page | None, outcome: SourceOutcome, comparison: PageComparison | None
) -> list[SourceChange]:
    """Store the result of a request. Return the new tasks, which the caller stores."""
    facts = list(list_facts(page.address))
    before, page.outcome = page.outcome, outcome
    if outcome in REPEATED:
        page.failures = page.failures + 1 if outcome == before else 1
        limit, what = REPEATED[outcome]
        return _of_page(page, facts, what, "") if page.failures == limit else []
    if answer is None:
        return []
    page.failures = 0
    changes = _of_page(page, facts, SourceWhat.MOVED, answer.moved_to) if answer.moved_to else []
    if comparison is None:
        return changes
    page.etag, page.last_modified, page.digest = answer.etag, answer.last_modified, comparison.digest
    if comparison.findings is not None:
        changes += list(_store_sentences(page, facts, comparison.findings))
    return changes


def _store_sentences(
    page: SourcePage, facts: Iterable[SourcedFact], findings: Mapping[FactKey, Finding]
) -> Iterator[SourceChange]:
    """Store the sentences found for the facts of a page, and yield a new task for each lost sentence. The caller must
    consume the iterator.

    A fact that was edited after the comparison is skipped.
    """
    known = _known(page)
    for fact in facts:
        stored, found = known.pop(fact.fact_key, None), findings.get(fact.fact_key)
        if found is None or found.digest != digest_of(fact.value):
            continue
        if stored is None:
            stored = SourceSentence(page_id=page.id, kind=fact.kind, key=fact.key, detail=fact.detail)
            db.session.add(stored)
        if found.lost:
            yield _change(page, fact, SourceWhat.CHANGED, found.lost, found.new)
        stored.sentence, stored.digest = found.sentence, found.digest
    for left in known.values():
        db.session.delete(left)


def _of_page(page: SourcePage, facts: Iterable[SourcedFact], what: SourceWhat, new: str) -> list[SourceChange]:
    """Return a new task of the kind `what` for each State that has a fact resting on the page. `new` is the new address
    of the page, or empty.

    A State gets no task if it has an open task of this kind about the page, or a settled one with the same new address.
    """
    first: dict[str, SourcedFact] = {}
    for fact in facts:
        first.setdefault(fact.jurisdiction, fact)
    is_told = SourceChange.settled_at.is_(None) | ((SourceChange.new == new) & (SourceChange.new != ""))
    told = list_told_states(page.address, SourceChange.what == what, is_told)
    return [_change(page, fact, what, "", new) for state, fact in first.items() if state not in told]


def _change(page: SourcePage, fact: SourcedFact, what: SourceWhat, old: str, new: str) -> SourceChange:
    return SourceChange(
        address=page.address,
        what=what,
        kind=fact.kind,
        key=fact.key,
        detail=fact.detail,
        jurisdiction_key=fact.jurisdiction,
        old=old,
        new=new,
    )


def _known(page: SourcePage) -> dict[FactKey, SourceSentence]:
    rows = db.session.scalars(select(SourceSentence).where(SourceSentence.page_id == page.id))
    return {(one.kind, one.key, one.detail): one for one in rows}
