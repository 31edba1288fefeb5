"""What an engine of the benchmarks is, and how the peers get the same folded words as our index."""

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
    """The exact number of all that match, the best of them with the names to show, and the counts of facets."""

    total: int
    keys: tuple[str, ...]
    names: tuple[str, ...]
    facets: Mapping[str, Mapping[str, int]] = field(default_factory=dict)


class Engine(Protocol):
    """An engine over a folder of its own. `largest` is the size of the largest corpus that it is asked to hold."""

    largest: int

    def __init__(self, folder: Path) -> None: ...

    def build(self, documents: Iterable[Document]) -> None:
        """Write the index of all documents."""

    def open(self) -> None:
        """Make ready to answer."""

    def ask(self, question: Question) -> Answer:
        """Answer one question."""

    def megabytes(self) -> float:
        """Return what it holds on the disk."""

    def close(self) -> None:
        """Give back what the engine holds beside its folder."""


def size_of(folder: Path) -> float:
    """Return the megabytes of all files of a folder."""
    return sum(path.stat().st_size for path in folder.rglob("*") if path.is_file()) / 1e6


def shown(document: Document) -> str:
    """Return the name under which a document is listed."""
    return next(chain(document.names, document.keywords, *document.topics))


@lru_cache(maxsize=131072)
def folded(phrase: str) -> str:
    """Return the words under which our index keeps a phrase, parted by spaces."""
    return " ".join(sorted(folding.index_words(phrase)))


def columns(document: Document) -> tuple[str, str, str]:
    """Return the folded names, keywords and notes of a document."""
    keywords = (*document.keywords, *chain(*document.topics), *document.numbers)
    names, others, notes = (" ".join(map(folded, texts)) for texts in (document.names, keywords, document.notes))
    return names, others, notes


def words(question: Question) -> list[tuple[str, bool]]:
    """Return the folded words of a question, each with whether it may not be all typed yet."""
    return [(word.text, word.is_last) for word in words_of(normalized_query(question.text))]
