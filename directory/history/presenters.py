"""The history page of an entry: acts with their actors, newest first. Viewers who may know who read the entry also
see the entry's disclosures."""

import math
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, datetime
from itertools import groupby

from flask_babel import gettext

from directory import dates, i18n
from directory.access.facts import Link, Text, labelled_code, name_of
from directory.access.gate import read
from directory.access.history_gate import RecordedAct
from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.audit.queries import count_disclosures, list_disclosures
from directory.clock import as_utc
from directory.extensions import db
from directory.history.actors import Actor, Actors
from directory.history.known_acts import known_acts
from directory.history.past_owners import PastOwners
from directory.history.published_changes import PublishedChange, published_changes
from directory.history.queries import ids_of_own_acts, list_events
from directory.history.sentences import NAMES, ActPlace, HistorySentence, lines
from directory.models import Entry, FocalPoint, RequirementSheet, details_of
from directory.models.change import MODELS_BY_KIND
from directory.vocabulary import NAMES_ON_ROTA, NAMES_ON_ROTA_LABEL, NEWS_KINDS

PER_PAGE = 20
CREATED = "created"


@dataclass(frozen=True)
class HistorySource:
    """A source on which a published change rests. `source_date` is the date as the source prints it, or "" if no date
    is known."""

    source: str
    source_date: str


@dataclass(frozen=True)
class HistoryAct:
    """The acts that one person did at the same time (`at`, in UTC), as sentences.

    If the acts published a proposal that the viewer may know, `proposal_id` is the id of the proposal, and `proposer`
    is its author. Otherwise, `proposal_id` is empty and `proposer` is None.
    """

    at: datetime
    actor: Actor
    lines: tuple[HistorySentence, ...]
    sources: tuple[HistorySource, ...] = ()
    proposer: Actor | None = None
    proposal_id: str = ""


@dataclass(frozen=True)
class DisclosureLine:
    """One disclosure. `details` are the labels of the restricted details shown."""

    # In UTC, in words.
    at: str
    actor: Actor
    details: tuple[str, ...]


@dataclass(frozen=True)
class PageSlice:
    """One page of a list. `page` is the number of this page, from 1; `pages` is the number of pages of the list."""

    page: int
    pages: int

    @property
    def start(self) -> int:
        """The number of items before this page."""
        return (self.page - 1) * PER_PAGE

    @property
    def is_last(self) -> bool:
        """Whether this is the last page."""
        return self.page == self.pages


@dataclass(frozen=True)
class HistoryPage:
    """The history of an entry. `is_owner` is true if the viewer may see the `disclosures`."""

    link: Link
    kind_label: str
    acts: list[HistoryAct]
    acts_slice: PageSlice
    # Whether the entry came from seed data, so that no act records its creation.
    is_loaded: bool
    is_owner: bool
    disclosures: list[DisclosureLine]
    disclosures_slice: PageSlice


def history_page(viewer: Viewer, entry: Entry, language: str, page: int, disclosures_page: int) -> HistoryPage:
    """Return one page of acts and one page of disclosures of an entry. Acts and disclosures of which the viewer may not
    know are left out. Restricted values that the page shows are noted as disclosed."""
    is_owner = may(viewer, Action.SEE_READERS, entry.place())
    owners = PastOwners()
    events = list_events(entry, owners)
    own = ids_of_own_acts(entry, events, owners)
    known = known_acts(viewer, entry, events, own)
    acts = _acts(viewer, known, language, is_owner=is_owner)
    acts_slice = _slice(len(acts), page)
    disclosures_slice = _slice(count_disclosures(entry.entry_key) if is_owner else 0, disclosures_page)
    return HistoryPage(
        link=Link(entry.KIND, entry.key, title(viewer, entry, language)),
        kind_label=str(NEWS_KINDS.label(entry.KIND)),
        acts=_shown(viewer, acts[acts_slice.start : acts_slice.start + PER_PAGE], language, is_owner=is_owner),
        acts_slice=acts_slice,
        is_loaded=not any(one.action == CREATED and one.entry_key == entry.entry_key for one in events),
        is_owner=is_owner,
        disclosures=_disclosures(viewer, entry, disclosures_slice, language) if is_owner else [],
        disclosures_slice=disclosures_slice,
    )


def title(viewer: Viewer, entry: Entry, language: str) -> Text:
    """Return the name of an entry. If the viewer may not read the name, return the key. A desk has the name of its
    authority; a requirement sheet is named by its State and measure."""
    if isinstance(entry, FocalPoint):
        return name_of(read(viewer, entry.authority), language)
    reading = read(viewer, entry)
    if not isinstance(entry, RequirementSheet):
        return name_of(reading, language, NAMES.get(entry.KIND, "name"))
    code, measure = reading.value("jurisdiction_key", ""), labelled_code(reading, "measure")
    state = i18n.territory_name(code, language) if code else str(NEWS_KINDS.label(entry.KIND))
    if measure is None:
        return Text(gettext("%(state)s: what a request must contain", state=state), i18n.label_language(language))
    words = gettext("%(state)s: %(measure)s", state=state, measure=measure.label)
    return Text(words, i18n.label_language(language))


def _acts(
    viewer: Viewer, known: list[RecordedAct], language: str, *, is_owner: bool
) -> list[tuple[HistoryAct, list[RecordedAct]]]:
    actors = Actors(viewer, (one.event.actor_id for one in known), language, is_owner=is_owner)
    found = []
    for (at, number), own in groupby(known, key=_moment):
        together = list(own)
        told = lines(viewer, reversed(together), language, is_owner=is_owner)
        if told:
            found.append((HistoryAct(as_utc(at), actors.of(number), told), together))
    return found


def _shown(
    viewer: Viewer, acts: Sequence[tuple[HistoryAct, list[RecordedAct]]], language: str, *, is_owner: bool
) -> list[HistoryAct]:
    for _, together in acts:
        for one in together:
            one.note_shown()
    told = [one.event for _, together in acts for one in together if not (one.is_withheld or one.is_erased)]
    published = published_changes(told)
    authors = (one.proposal.author_id for one in published.values())
    proposers = Actors(viewer, authors if is_owner else (), language, is_owner=is_owner)
    return [_sourced(act, together, published, proposers if is_owner else None) for act, together in acts]


def _sourced(
    act: HistoryAct,
    together: Iterable[RecordedAct],
    published: Mapping[int, PublishedChange],
    proposers: Actors | None,
) -> HistoryAct:
    found = [published[one.event.id] for one in together if one.event.id in published]
    changes = [change for one in found for change in one.changes]
    sources = (HistorySource(source, change.source_date) for change in changes for source in change.sources)
    lines_now = tuple(replace(line, place=_place_now(line)) for line in act.lines)
    told = replace(act, lines=lines_now, sources=tuple(dict.fromkeys(sources)))
    if not found or proposers is None:
        return told
    author, proposal_id = found[0].proposal.author_id, found[0].proposal.id
    return replace(told, proposer=proposers.of(author) if author else None, proposal_id=proposal_id)


def _place_now(line: HistorySentence) -> ActPlace | None:
    """Return the `place` of a sentence. Return None if the sentence has none, or if the row that changed has been
    removed: then the former value cannot be proposed again."""
    place = line.place
    return place if place and db.session.get(MODELS_BY_KIND[place.row[0]], place.row[1]) is not None else None


def _moment(one: RecordedAct) -> tuple[datetime, int | None]:
    return one.event.at, one.event.actor_id


def _disclosures(viewer: Viewer, entry: Entry, page: PageSlice, language: str) -> list[DisclosureLine]:
    reveals = list_disclosures(entry.entry_key, page.start, PER_PAGE)
    actors = Actors(viewer, (row.account_id for row in reveals), language, is_owner=True)
    return [
        DisclosureLine(_instant(row.at, language), actors.of(row.account_id), _labels(entry, row.details))
        for row in reveals
    ]


def _instant(at: datetime, language: str) -> str:
    known = at if at.tzinfo else at.replace(tzinfo=UTC)
    return dates.long_datetime(known, language)


def _labels(entry: Entry, names: Sequence[str]) -> tuple[str, ...]:
    """Return the labels of details, each once. A name such as `contact_detail.value` names the detail of a part."""
    found: dict[str, None] = {}
    for name in names:
        kind, _, of_part = name.rpartition(".")
        model = MODELS_BY_KIND.get(kind) or type(entry)
        labels = {one.name: one.detail.label for one in details_of(model)} | {NAMES_ON_ROTA: NAMES_ON_ROTA_LABEL}
        found[str(labels.get(of_part, name))] = None
    return tuple(found)


def _slice(count: int, page: int) -> PageSlice:
    pages = max(1, math.ceil(count / PER_PAGE))
    return PageSlice(min(page, pages), pages)
