"""Everyday words of all languages of the site, which are never corrected into words of other languages."""

import csv
from functools import cache
from pathlib import Path

from search_index import query_terms

COMMON_WORDS = Path(__file__).with_name("common_words.csv")


def common_words(text: str) -> frozenset[str]:
    """Return the folded words of a text that are everyday words."""
    return _common_words() & {word.text for word in query_terms(text)}


@cache
def _common_words() -> frozenset[str]:
    with COMMON_WORDS.open(encoding="utf-8", newline="") as lines:
        return frozenset(word.text for row in csv.DictReader(lines) for word in query_terms(row["text"]))
