"""Finds out whether a text asks for an institution, such as the prosecution service or the police of a State."""

from functools import cache

from directory.search.guides import telling_words, without
from directory.search.names import labels
from directory.vocabulary import AUTHORITY_KINDS
from search_index import PhraseFinder


def named_institutions(text: str) -> frozenset[str]:
    """Return the kinds of authority that a text without names of places names, as codes of AUTHORITY_KINDS. Return an
    empty set if the text names anything else too."""
    found = _finder().find(text)
    if telling_words(without(text, found)):
        return frozenset()
    return frozenset(code for one in found for code in one.codes)


@cache
def _finder() -> PhraseFinder:
    return PhraseFinder((label, code) for code in AUTHORITY_KINDS for label in labels(AUTHORITY_KINDS, code))
