"""The types of the package's interface: documents and queries in, results out."""

from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field


@dataclass(frozen=True)
class Document:
    """One thing that can be found.

    `key` is unique and opaque. `names` are what it is called, in any language and script, former
    names and acronyms included: a query that equals one whole name ranks this document first.
    `keywords` are phrases it is also found by; so are `topics`, things that many documents have to do
    with (a State, a function), each by all that it is called: such a one is kept once. `notes` are running
    text, `numbers` the telephone numbers that lead to it. `facets` are the values of each field that
    results are narrowed and counted by. `weight` multiplies its rank.
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
    """What changed while an index was made: the documents to put, the keys of all that changed, the new position."""

    put: Iterable[Document]
    keys: Collection[str]
    position: int


@dataclass(frozen=True)
class Query:
    """What is asked: any text, also none (then everything that passes the filters:
    the heaviest first, of these the shortest names).

    `filters` narrow: values of one field are alternatives, fields add up. `facets` are the fields
    to count. `also` names documents that the caller knows to hold a word, by `WordForms.text`: where more than
    `most_also` match by that alone, the query is answered without it;
    `known` those that have a value of a field, by field and value, in place of what the index says. `without` names
    those of which the index is known to say what no longer holds: they are searched as if they were gone.
    """

    text: str = ""
    filters: Mapping[str, frozenset[str]] = field(default_factory=dict)
    facets: tuple[str, ...] = ()
    offset: int = 0
    limit: int = 20
    also: Mapping[str, frozenset[str]] = field(default_factory=dict)
    most_also: int = 20
    known: Mapping[str, Mapping[str, frozenset[str]]] = field(default_factory=dict)
    without: frozenset[str] = frozenset()


@dataclass(frozen=True)
class WordForms:
    """A word of a query, folded, with all `forms` that count as the word itself: other spellings of it, and what is met
    whole alone and has it as a part, such as an address or a code that the query names whole."""

    text: str
    forms: frozenset[str]


@dataclass(frozen=True)
class Results:
    """One page of keys, best first, and the exact number of all that match.

    `facets` holds, for each field asked for, the number of matching documents by value (values
    without any are left out); it ignores the filter on the field itself and respects all others.
    `did_you_mean` is the text with each unknown word replaced by the likeliest known one, in the
    script it was typed in where it is written so anywhere, or as it reads with another keyboard layout;
    None if nothing was replaced.
    `ignored` are the words, as typed, that were left out because nothing matched them all.
    `elsewhere` are the keys of the documents that match by the query's `also` alone, as far as this answer tells of
    them: those that stand in the total or in a count; where none does and no other document matches, all, since then
    it is by them that the words were met. `is_without_also` where too many match so. It `is_partial` where documents
    were left out as the query says.
    """

    keys: tuple[str, ...] = ()
    total: int = 0
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)
    did_you_mean: str | None = None
    ignored: tuple[str, ...] = ()
    elsewhere: tuple[str, ...] = ()
    is_without_also: bool = False
    is_partial: bool = False
