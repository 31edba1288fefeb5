"""The interface of the package: documents, queries and results."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Document:
    """One document of the index.

    - `key`: unique and opaque.
    - `names`: names in any language. A query that equals a whole name ranks the document first.
    - `keywords`: further phrases that find the document.
    - `notes`: running text.
    - `facets`: a mapping from field to the values by which results are filtered and counted.
    - `weight`: multiplies the score.
    - `numbers`: telephone numbers.
    - `topics`: subjects that many documents share. Each topic is a tuple of all names of the subject.
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
    """The changes that the caller's change log records during a rebuild, up to `position`.

    `put` are the documents to add or replace. `keys` are the keys of all documents that were added, changed or deleted.
    """

    put: Iterable[Document]
    keys: Collection[str]
    position: int


@dataclass(frozen=True)
class Query:
    """A search request. An empty `text` matches every document.

    - `filters`: a mapping from field to values. A document must have one of the values in each field. An unknown field
      matches no document.
    - `facets`: the fields to count.
    - `extra_matches`: a mapping from word (`WordForms.text`) to the keys of further documents with the word.
    - `most_extra`: how many documents may match by `extra_matches` alone. If more documents do, `extra_matches` is not
      used.
    - `facet_overrides`: a mapping from field to a mapping from value to the keys of the documents with the value. The
      stored values of these fields do not count.
    - `stale_keys`: keys of documents that count as deleted.
    - `within`: further filters. Unlike `filters`, they limit the counts of their own field too.
    - `are_words_optional`: documents need not contain the words of `text`. The words only decide the order.
    - `sure_words`: folded words that count as correctly typed. They match only as a whole. If `text` has one of them,
      it is not tried in other keyboard layouts.
    - `is_exact`: words match only exactly, and no correction is suggested.
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
    within: Mapping[str, frozenset[str]] = field(default_factory=dict)
    sure_words: frozenset[str] = frozenset()
    is_exact: bool = False
    are_words_optional: bool = False


@dataclass(frozen=True)
class WordForms:
    """A folded word of a query, with the forms that count as the word.

    `forms` contains the word, its other spellings, and each whole term (an address, a code) that contains the word.
    """

    text: str
    forms: frozenset[str]


@dataclass(frozen=True)
class Results:
    """One page of keys, best first, and the exact number of matches.

    - `facets`: for each field, a mapping from value to the number of matches. A field's own filter does not limit its
      counts.
    - `did_you_mean`: the corrected query, or None.
    - `ignored`: the words, as typed, that were left out because no document contains all words.
    - `extra_keys`: keys of documents that match only by `Query.extra_matches`, if this page or its counts reveal that
      they match.
    - `is_name`: the query equals a whole name of the best of all matches. A query in a wrong keyboard layout counts as
      the text that was meant; typing errors are not corrected here.
    - `is_without_extra`: `Query.extra_matches` found too many documents and was not used.
    - `is_partial`: documents may be missing because of `Query.stale_keys`.
    """

    keys: tuple[str, ...] = ()
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    did_you_mean: str | None = None
    ignored: tuple[str, ...] = ()
    extra_keys: tuple[str, ...] = ()
    is_name: bool = False
    is_without_extra: bool = False
    is_partial: bool = False
