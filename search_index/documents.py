"""The types of the package's interface: documents and queries as input, results as output."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Document:
    """One document of the index.

    `key` is unique and opaque. `names` are the document's names in any language and script, with former names and
    acronyms: a query that equals a whole name ranks the document first. `keywords` are further phrases that find the
    document. `topics` are things that many documents have in common (a State, a function). Each topic is given by all
    of its names, and the index stores the words of a topic once. `notes` are running text. `numbers` are telephone
    numbers.

    `facets` is a mapping from field to the values by which results are filtered and counted. `weight` multiplies the
    document's score. Of documents with equal scores, the heavier one comes first.
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
    """The changes that were made during a rebuild.

    `put` are documents to add or replace. `keys` are the keys of all documents that were added, changed or deleted.
    `position` is the position in the caller's change log after these changes.
    """

    put: Iterable[Document]
    keys: Collection[str]
    position: int


@dataclass(frozen=True)
class Query:
    """A search request. If `text` is empty, every document matches, and the results are in the default order: heaviest
    first, then shortest name.

    `filters` is a mapping from field to values: a document must have at least one of the values in each field. `facets`
    are the fields to count. The counts of a field ignore the filter on that field.

    `within` has the form of `filters`, and a document must meet both. It is for conditions that the caller read in the
    query's text, such as a State's name. `within` limits the counts of every field. If no document that meets `within`
    contains all words, words are left out.

    If `are_words_optional` is true, every document that meets `within` and `filters` matches, and the words only decide
    the order.

    If `is_exact` is true, words match only exactly (`query.exact_matches`), and no correction is suggested.

    `extra_matches` are matches that the caller adds: a mapping from word (`WordForms.text`) to the keys of documents
    that contain the word. If more than `most_extra` documents match by `extra_matches` alone, the query is answered
    without `extra_matches`.

    `facet_overrides` is a mapping from field to a mapping from value to the keys of the documents with the value. For
    these fields, the values that the index stores are not used. `stale_keys` are the keys of documents that are out of
    date in the index; these documents count as deleted.
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
    is_exact: bool = False
    are_words_optional: bool = False


@dataclass(frozen=True)
class WordForms:
    """A folded word of a query (lower-case Latin letters and digits, see `text.folding`), with all forms that count as
    the word.

    `forms` contains the word itself and its other spellings. It also contains each whole term of the query (an address,
    a code) of which the word is a part.
    """

    text: str
    forms: frozenset[str]


@dataclass(frozen=True)
class Results:
    """One page of keys, best first, and the exact number of all matches.

    `facets` is a mapping from each requested field to the number of matches for each value, without zeros. The counts
    of a field ignore the filter on that field and respect the filters on the other fields.

    `did_you_mean` is the corrected query, or None if no correction was made. Each word that matched by sound or with
    typing errors is replaced by the likeliest known word. The known word is in the script that was typed, if the index
    has it in that script. If words were replaced or left out, other keyboard layouts are tried. If all words are known
    in another layout, the text in that layout is the corrected query and is searched for.

    `ignored` are the words, as typed, that were left out because no document contains all words.

    `extra_keys` are the keys of documents that match by `Query.extra_matches` alone and that the answer reveals. The
    answer reveals each of these documents that the total or a facet counts. If none of them is counted and no document
    matches without `Query.extra_matches`, `extra_keys` contains them all. The answer then still reveals that some
    document contains the words.

    If `is_without_extra` is true, too many documents matched by `Query.extra_matches` alone, and `Query.extra_matches`
    was not used. If `is_partial` is true, documents may be missing because of `Query.stale_keys`.
    """

    keys: tuple[str, ...] = ()
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    did_you_mean: str | None = None
    ignored: tuple[str, ...] = ()
    extra_keys: tuple[str, ...] = ()
    is_without_extra: bool = False
    is_partial: bool = False
