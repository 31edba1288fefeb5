"""Defines the engines of the benchmarks, and gives the peers (other engines) the same folded words as our index."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from functools import lru_cache
from itertools import chain
from pathlib import Path
from typing import Protocol

from benchmarks.queries import Question
from search_index import Document
from search_index.query.terms import normalized_query, words_of
from search_index.text import folding

MOST_HITS = 20


@dataclass(frozen=True)
class Answer:
    """The answer to a question.

    `total` is the exact number of matches. `keys` and `names` belong to the best matches, best first. `facets` has the
    counts by facet and value.
    """

    total: int
    keys: tuple[str, ...]
    names: tuple[str, ...]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


class Engine(Protocol):
    """A search engine with its own folder. `largest` is the size of the largest corpus with which it is measured."""

    largest: int

    def __init__(self, folder: Path) -> None: ...

    def build(self, documents: Iterable[Document]) -> None:
        """Write the index of all documents."""

    def open(self) -> None:
        """Prepare to answer questions."""

    def ask(self, question: Question) -> Answer:
        """Answer one question."""

    def megabytes(self) -> float:
        """Return the size of the engine's data on the disk in megabytes."""

    def close(self) -> None:
        """Release everything that the engine holds besides its folder."""


def size_of(folder: Path) -> float:
    """Return the size of all files in a folder in megabytes."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def shown(document: Document) -> str:
    """Return the name under which a document is listed: its first name or, without names, its first keyword or
    topic."""
    return next(chain(document.names, document.keywords, *document.topics))


@lru_cache(maxsize=131072)
def folded(phrase: str) -> str:
    """Return the folded words under which our index stores a phrase, sorted and separated by spaces."""
    return " ".join(sorted(folding.index_words(phrase)))


def columns(document: Document) -> tuple[str, str, str]:
    """Return three texts of folded words of a document: names; keywords, topics and numbers; notes."""
    keywords = (*document.keywords, *chain(*document.topics), *document.numbers)
    names, others, notes = (" ".join(map(folded, texts)) for texts in (document.names, keywords, document.notes))
    return names, others, notes


def words(question: Question) -> list[tuple[str, bool]]:
    """Return the folded words of a question, each with a flag: true if the word may still be incomplete."""
    return [(word.text, word.is_last) for word in words_of(normalized_query(question.text))]
