"""Name similarity: each document gets a score boost for the name that is most like the whole query."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search_index.query.match_set import SURE, MatchSet
from search_index.storage import fields
from search_index.storage.in_memory_postings import Numbers
from search_index.storage.segment import Segment

# Greater than the length of any word, so that one integer can store sureness and length.
_LETTERS = 128


@dataclass(frozen=True)
class WholeNames:
    """The whole names of some documents as one sequence of words. A mark stands before the words of each name.

    `letters` is the length of each word, and 0 for a mark. `marks` are the positions of the marks. `docs` is the
    position in `marks` of each document's first name. `begun` states for each name whether the name begins with the
    query.
    """

    letters: Numbers
    marks: Numbers
    docs: Numbers
    begun: Numbers


def name_boosts(segment: Segment, docs: Numbers, words: Sequence[tuple[float, MatchSet]], unspaced: str) -> Numbers:
    """Return an array with a score boost for each of `docs`: the boost for the document's best-matching name. A boost
    is a share of the document's score.

    `docs` must not be empty. `words` has a pair for each word of the query: its inverse document frequency and its
    matches. `unspaced` is the query without spaces.
    """
    parts, starts = segment.doc_names.of_each(docs)
    marks = (parts >= len(segment.words)).nonzero()[0]
    first, after = segment.names_beginning(unspaced)
    names = parts[marks]
    begun = (names >= first) & (names < after)
    own = WholeNames(segment.letters[parts], marks, marks.searchsorted(starts), begun)
    return similarity_boosts(own, [idf for idf, _ in words], [match_set.sure(segment, parts) for _, match_set in words])


def similarity_boosts(names: WholeNames, idfs: list[float], sure: list[Numbers]) -> Numbers:
    """Return an array with a score boost for each document: the boost for the document's best-matching name. A boost is
    a share of the document's score.

    `idfs` are the inverse document frequencies of the words of the query. `sure` has a row for each word of the query.
    The row states how surely each word of `names` matches this word, from 0 to SURE.
    """
    # In each name the surest word counts. Of equally sure words the longest counts.
    best = np.maximum.reduceat(np.array(sure, np.int32) * _LETTERS + names.letters, names.marks, axis=1)
    worths, letters = best // _LETTERS, best % _LETTERS
    inside = (worths * np.array(idfs)[:, None]).sum(0)
    covered = (worths * letters).sum(0)
    whole = SURE * np.add.reduceat(names.letters, names.marks, dtype=np.int32)
    share = inside / (SURE * sum(idfs))
    covers = np.minimum(1.0, covered / np.maximum(1, whole))
    boosts = share * (fields.COVERAGE * covers + fields.IN_ONE_NAME * worths.all(0))
    boosts += fields.STARTS_NAME * (names.begun & (inside > 0))
    return np.maximum.reduceat(boosts, names.docs)
