"""General words, in all languages: any question may contain them ("who", "call", "номер"), whatever its subject."""

import csv
from collections.abc import Iterable
from functools import cache
from pathlib import Path

from search_index import FoundPhrase, PhraseFinder

GENERAL_WORDS = Path(__file__).with_name("general_words.csv")
TREATY, LANGUAGE, REQUEST = "treaty", "language", "request"
# The meanings of words that also name entries, or say what a word beside them means.
TELLING = frozenset({TREATY, LANGUAGE, REQUEST})


def general_words(text: str) -> list[FoundPhrase]:
    """Return the words of a text, in order, that name no entry and no measure."""
    return [one for one in _finder().find(text, is_exact=True) if TELLING.isdisjoint(one.codes)]


def words_meaning(meaning: str, text: str) -> list[FoundPhrase]:
    """Return the words of a text, in order, with a meaning of TELLING."""
    return [one for one in _finder().find(text, is_exact=True) if meaning in one.codes]


def without(text: str, phrases: Iterable[FoundPhrase]) -> str:
    """Return a text without these phrases of it, with one space between its words."""
    parts, at = [], 0
    for one in phrases:
        parts.append(text[at : one.start])
        at = one.end
    return " ".join(" ".join((*parts, text[at:])).split())


@cache
def _finder() -> PhraseFinder:
    with GENERAL_WORDS.open(encoding="utf-8", newline="") as lines:
        return PhraseFinder((row["text"], row["meaning"]) for row in csv.DictReader(lines))
