"""Finds out whether a text asks for an institution, such as the prosecution service or the police of a State."""

from functools import cache

from directory.search.guides import telling_words, without
from directory.search.names import labels
from directory.vocabulary import AUTHORITY_KINDS
from search_index import PhraseFinder


def names_institution(text: str) -> bool:
    """Return whether a text without names of places names a kind of authority, and nothing else."""
    found = _finder().find(text)
    return bool(found) and not telling_words(without(text, found))


@cache
def _finder() -> PhraseFinder:
    return PhraseFinder((label, code) for code in AUTHORITY_KINDS for label in labels(AUTHORITY_KINDS, code))
