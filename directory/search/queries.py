"""Searches the index and the restricted words, and loads the entries found."""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from itertools import starmap
from typing import Any
from urllib.parse import urlencode

from sqlalchemy import select
from sqlalchemy.orm import joinedload, selectinload
from sqlalchemy.orm.interfaces import ORMOption

from directory import clock
from directory.access.viewer import Viewer
from directory.cache.dependencies import CacheScope, current_dependencies, narrow_cache_scope
from directory.cache.store import is_newest
from directory.extensions import db
from directory.focal_points.desk_states import list_reachable
from directory.focal_points.queries import CALLED
from directory.focal_points.standings.queries import list_desks_with
from directory.models import Authority, Entry, FocalPoint, Network, RequirementSheet, Treaty
from directory.models.change import MODELS_BY_KIND
from directory.search.documents import document_key, entry_of
from directory.search.question import TextQuestion, read_question
from directory.search.restricted_matches import find_restricted, note_disclosures
from directory.search.sync import index_and_stale_keys
from directory.vocabulary import MEASURES, REACHABLE_NOW, StandingLevel
from search_index import Query, Results

REACHABLE_FACET, STANDING_FACET = "reachable", "standing"
FACETS = (
    "kind",
    "jurisdiction",
    "function",
    "authority_kind",
    "network",
    "treaty",
    "accepts",
    "verified",
    REACHABLE_FACET,
    STANDING_FACET,
)
# The query parameters of the search.
PARAMETERS = ("q", "page", "per_page", *FACETS)
PER_PAGE = 20
MOST_PER_PAGE = 100
MOST_FILTER_VALUES = 20
MOST_PAGES = 10_000
LONGEST_TEXT_CHARACTERS = 200
MOST_OFFICES = 3
# The measure whose authorities receive requests in general.
ANY_MEASURE = "other"
MOST_REVEALED = 20
"""The most entries that one search may reveal by restricted words alone. Each of these entries counts as a
disclosure."""


# The relationships of an entry that its hit shows, with the contact to try first.
PARTS: dict[type[Entry], tuple[ORMOption, ...]] = {
    Authority: (*map(selectinload, (Authority.competences, Authority.successor)), *CALLED),
    FocalPoint: (
        joinedload(FocalPoint.authority).options(*CALLED),
        joinedload(FocalPoint.network),
        selectinload(FocalPoint.successor).joinedload(FocalPoint.authority),
    ),
    RequirementSheet: (selectinload(RequirementSheet.rules),),
    Treaty: (selectinload(Treaty.parties),),
}


@dataclass(frozen=True)
class SearchQuery:
    """A search: the text, the chosen values of each facet, and the page.

    If `is_unfinished` is true, the last word is still being typed.
    """

    text: str = ""
    filters: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    page: int = 1
    per_page: int = PER_PAGE
    is_unfinished: bool = False

    @classmethod
    def of(cls, arguments: Mapping[str, Sequence[str]]) -> "SearchQuery":
        """Return the search that the query parameters of an address describe.

        Numbers are bounded. A long text and surplus filter values are cut.
        """
        first = {name: values[0] for name, values in arguments.items()}
        filters = {
            name: values
            for name in FACETS
            if (values := tuple(dict.fromkeys(filter(None, arguments.get(name, ()))))[:MOST_FILTER_VALUES])
        }
        return cls(
            text=first.get("q", "").strip()[:LONGEST_TEXT_CHARACTERS],
            filters=filters,
            page=_bounded(first.get("page", ""), 1, MOST_PAGES),
            per_page=_bounded(first.get("per_page", ""), PER_PAGE, MOST_PER_PAGE),
        )

    def query_string(self, **changes: Any) -> str:
        """Return the query string, beginning with `?`, with some parameters changed. Empty and default values are left
        out."""
        parts: dict[str, Any] = {"q": self.text, **self.filters, "page": self.page, "per_page": self.per_page}
        parts |= changes
        defaults = {"page": 1, "per_page": PER_PAGE}
        kept = {name: value for name, value in parts.items() if value and value != defaults.get(name)}
        return "?" + urlencode(kept, doseq=True)


def _bounded(text: str, default: int, most: int) -> int:
    number = int(text) if text.isascii() and text.isdigit() and len(text) < 10 else default
    return min(max(number, 1), most)


def find(viewer: Viewer, query: SearchQuery, facets: Sequence[str] = FACETS) -> Results:
    """Return the results of a search, best first (see `find_answer`). Raises NotReady if there is no usable index."""
    return find_answer(viewer, query, facets)[1]


def find_answer(viewer: Viewer, query: SearchQuery, facets: Sequence[str] = FACETS) -> tuple[TextQuestion, Results]:
    """Return the query's text as a question, and the results, best first. Raises NotReady if no index is usable.

    Entries that match by restricted words are noted as disclosures if the page shows them or a facet counts them. If
    more than MOST_REVEALED entries match by restricted words alone, restricted words are not used.
    """
    index, stale_keys = index_and_stale_keys()
    if current_dependencies() is not None and not is_newest(index.position):
        # The index may catch up while the database does not change, so this answer is not cached.
        narrow_cache_scope(CacheScope.PERSON)
    held = {} if viewer.is_visitor else find_restricted(viewer, query.text)
    # The question is read from public words alone, so it reveals no restricted word.
    question = read_question(index, query.text, stale_keys, is_unfinished=query.is_unfinished)
    index_query = Query(
        text=question.text,
        within=question.within,
        sure_words=question.sure_words,
        are_words_optional=question.are_words_optional,
        filters={name: frozenset(values) for name, values in query.filters.items()},
        facets=tuple(facets),
        offset=(query.page - 1) * query.per_page,
        limit=query.per_page,
        extra_matches={word: frozenset(starmap(document_key, entries)) for word, entries in held.items()},
        most_extra=MOST_REVEALED,
        stale_keys=stale_keys,
        facet_overrides=_of_desks(viewer, {*facets, *query.filters}),
    )
    results = index.search(index_query)
    if held and not results.is_without_extra:
        # Suggestions show no numbers, since they have no facets.
        told = (*results.keys, *results.extra_keys) if facets else results.keys
        note_disclosures(viewer, held, map(entry_of, dict.fromkeys(told)))
    return question, results


def _of_desks(viewer: Viewer, asked: Collection[str]) -> dict[str, dict[str, frozenset[str]]]:
    """Return the value of `Query.facet_overrides` for those of the two facets about desks that are in `asked`: a
    mapping from facet to a mapping from facet value to document keys of desks. A desk is reachable now if the viewer
    may know this."""
    found: dict[str, dict[str, frozenset[str]]] = {}
    if REACHABLE_FACET in asked:
        found[REACHABLE_FACET] = {REACHABLE_NOW: _document_keys(list_reachable(viewer, clock.now()))}
    if STANDING_FACET in asked:
        found[STANDING_FACET] = {level: _document_keys(list_desks_with(level)) for level in StandingLevel}
    return found


def _document_keys(desks: Iterable[str]) -> frozenset[str]:
    return frozenset(document_key(FocalPoint.KIND, key) for key in desks)


def load(document_keys: Iterable[str]) -> dict[str, Entry]:
    """Return a mapping from document key to entry. Deleted entries are left out, and so are measures, which are not
    entries."""
    keys_by_kind: dict[str, list[str]] = {}
    for kind, key in map(entry_of, document_keys):
        keys_by_kind.setdefault(kind, []).append(key)
    return {
        f"{kind}:{entry.key}": entry
        for kind, keys in keys_by_kind.items()
        if kind in MODELS_BY_KIND
        for entry in _entries(MODELS_BY_KIND[kind], keys)
    }


def _entries(model: type[Entry], keys: list[str]) -> Iterable[Entry]:
    return db.session.scalars(select(model).options(*PARTS.get(model, ())).where(model.key.in_(keys))).unique()


def list_offices(state: str, measure: str) -> tuple[str, ...]:
    """Return the document keys of a State's authorities that receive requests for a measure, at most MOST_OFFICES. An
    empty `measure` means legal assistance in general. Raises NotReady if there is no usable index."""
    index, stale_keys = index_and_stale_keys()
    functions = MEASURES[measure or ANY_MEASURE].functions
    own = {"jurisdiction": frozenset({state}), "kind": frozenset({Authority.KIND})}
    found = (
        index.search(Query(within=own | {"function": frozenset({one})}, limit=MOST_OFFICES, stale_keys=stale_keys)).keys
        for one in functions
    )
    return next(filter(None, found), ())


def list_institutions(state: str, kinds: frozenset[str]) -> tuple[str, ...]:
    """Return the document keys of a State's authorities of these kinds, at most MOST_OFFICES. Raises NotReady if there
    is no usable index."""
    index, stale_keys = index_and_stale_keys()
    within = {"jurisdiction": frozenset({state}), "kind": frozenset({Authority.KIND}), "authority_kind": kinds}
    return tuple(index.search(Query(within=within, limit=MOST_OFFICES, stale_keys=stale_keys)).keys)


def list_named(networks: Iterable[str], treaties: Iterable[str]) -> list[Network | Treaty]:
    """Return the networks with these keys, then the treaties with these keys."""
    return [
        *db.session.scalars(select(Network).where(Network.key.in_(list(networks)))),
        *db.session.scalars(select(Treaty).where(Treaty.key.in_(list(treaties)))),
    ]
