"""The terms that are stored for each document, and the weight of each kind of match."""

import json
from collections.abc import Callable
from functools import lru_cache
from hashlib import blake2s
from zlib import crc32

from search_index.documents import Document
from search_index.text import folding

NAMES, KEYWORDS, NOTES, TOPICS = "names", "keywords", "notes", "topics"
SPELLED, FACETS = "spelled", "facets"
SEARCHED = (NAMES, KEYWORDS, NOTES, TOPICS)
"""The searched fields of folded words. In TOPICS a document has only the key of a topic; the words of a topic are
stored once."""
FACET_MARK = "\x1f"
"""Separates the name of a facet from the value, in a term of FACETS."""

FIELD_WEIGHT = {NAMES: 1.0, KEYWORDS: 0.85, TOPICS: 0.85, NOTES: 0.25}

EXACT = 1.0
PREFIX = 0.8
SOUND = 0.75
INITIALS = 0.7
STEM = 0.9
ENDING = 0.02
"""Subtracted for each letter of the endings that the two words do not share."""
STEM_SHARE = 0.6
"""Words may be forms of one word if their shared beginning is more than this part of the longer word."""
INNER_PREFIX = 0.5
EXTRA_MATCH = 0.85
"""A word that a document contains according to the caller alone (`Query.extra_matches`) counts like a keyword."""
ONE_ERROR = 0.55
TWO_ERRORS = 0.4

WHOLE_NAME = 1000.0
"""Added if the query is a whole name. The number is greater than any sum of words."""
STARTS_NAME = 0.5
"""Share added if a name begins with the query."""
IN_ONE_NAME = 0.3
"""Share added if one name contains all words of the query."""
COVERAGE = 0.6
"""Share added if the query contains all of a name. If it contains a part of a name, the share is in proportion to the
letters of that part."""

FILLER_LETTERS = 3
FILLER_SHARE = 0.25
"""A word of at most FILLER_LETTERS in more than this share of documents only adds to the score. The word does not
narrow the result."""


def terms(document: Document) -> dict[str, set[str]]:
    """Return a mapping from field to the terms of a document."""
    return {
        NAMES: _union(folding.index_words, document.names) | _union(folding.initials, document.names),
        KEYWORDS: _union(folding.index_words, document.keywords) | _union(folding.phone_keys, document.numbers),
        NOTES: _union(folding.index_words, document.notes),
        TOPICS: set(map(topic_key, document.topics)),
        SPELLED: spellings((*document.names, *document.keywords)),
        FACETS: {f"{field}{FACET_MARK}{value}" for field, values in document.facets.items() for value in values},
    }


@lru_cache(maxsize=4096)
def topic_key(topic: tuple[str, ...]) -> str:
    """Return the key of a topic, a hash of the topic's phrases."""
    return blake2s("\n".join(topic).encode("utf-8", "replace"), digest_size=8).hexdigest()


def content_checksum(document: Document) -> int:
    """Return the CRC-32 of a document's content without its key."""
    facets = {name: list(values) for name, values in document.facets.items()}
    topics = list(map(topic_key, document.topics))
    says = [document.names, document.keywords, document.notes, document.numbers, facets]
    return crc32(json.dumps([*says, topics, document.weight], sort_keys=True).encode())


def whole_names(document: Document) -> str:
    """Return the folded names of a document, sorted, one name a line."""
    return "\n".join(sorted({folding.whole_name(name) for name in document.names}))


def words(phrases: tuple[str, ...]) -> set[str]:
    """Return the folded words of phrases."""
    return _union(folding.index_words, phrases)


def spellings(phrases: tuple[str, ...]) -> set[str]:
    """Return `word<TAB>written` for each word in `phrases`: the folded word and its written form."""
    return _union(folding.spellings, phrases)


def _union(fold: Callable[[str], set[str]], texts: tuple[str, ...]) -> set[str]:
    return set().union(*map(fold, texts))
