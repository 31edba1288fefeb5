"""The types of the package's interface: documents and queries in, results out."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Document:
    """One document of the index.

    `key` is unique and opaque. `names` are its names in any language and script, former names and acronyms included: a
    query that equals one whole name ranks the document first. `keywords` are further phrases that find it. `topics` are
    what many documents have in common (a State, a function), each given by all of its names; the index stores the words
    of a topic once. `notes` are running text, `numbers` telephone numbers. `facets` are, by field, the values that
    results are filtered and counted by. `weight` multiplies its score.
    """

    key: str
    names: tuple[str, ...] = ()
    keywords: tuple[str, ...] = ()
    notes: tuple[str, ...] = ()
    facets: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    weight: float = 1.0
    numbers: tuple[str, ...] = ()
    topics: tuple[tuple[str, ...], ...] = ()


@dataclass(frozen=True)
class LateChanges:
    """What changed during a rebuild: the documents to put, the keys of all documents that changed or were deleted, and
    the new position."""

    put: Iterable[Document]
    keys: Collection[str]
    position: int


@dataclass(frozen=True)
class Query:
    """A search request. Without `text` every document matches, in the default order: heaviest first, then shortest
    name.

    `filters`: a document must have one of the values in each field. `facets`: the fields to count.

    `extra_matches`: by word (`WordForms.text`), the keys of documents that the caller knows to hold the word. If more
    than `most_extra` documents match by `extra_matches` alone, the query is answered without `extra_matches`.
    `facet_overrides`: by field and value, the keys of the documents that have the value, in place of what the index
    holds for this field. `stale_keys`: the keys of documents whose entry in the index is out of date; they count as
    deleted.
    """

    text: str = ""
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    offset: int = 0
    limit: int = 20
    extra_matches: Mapping[str, frozenset[str]] = field(default_factory=dict)
    most_extra: int = 20
    facet_overrides: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    stale_keys: frozenset[str] = frozenset()


@dataclass(frozen=True)
class WordForms:
    """A folded word of a query and all `forms` that count as the word: other spellings, and each whole term of the
    query (an address, a code) that the word is a part of."""

    text: str
    forms: frozenset[str]


@dataclass(frozen=True)
class Results:
    """One page of keys, best first, and the exact number of all matches.

    `facets`: for each field asked for, the number of matches by value, without zeros; the counts of a field ignore the
    filter on that field and respect all others.

    `did_you_mean`: the query with each guessed word replaced by the likeliest known one, in the script typed if the
    index has it in that script; or the query as another keyboard layout would type it. None if nothing was replaced.
    `ignored`: the words, as typed, that were left out because no document holds all words.

    `extra_keys`: the keys of documents that match by `Query.extra_matches` alone and that the answer reveals, since the
    total or a facet counts them. If none is counted and the index itself matches nothing, it has all of them: the
    answer still shows that the words are known. `is_without_extra`: too many documents matched by `Query.extra_matches`
    alone, so it was not used. `is_partial`: documents were left out by `Query.stale_keys`.
    """

    keys: tuple[str, ...] = ()
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    did_you_mean: str | None = None
    ignored: tuple[str, ...] = ()
    extra_keys: tuple[str, ...] = ()
    is_without_extra: bool = False
    is_partial: bool = False
