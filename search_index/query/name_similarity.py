"""Name similarity: a score boost for each document by its name that is most like the whole query."""

from collections.abc import Sequence
from dataclasses import dataclass

import numpy as np

from search_index.query.match_set import SURE, MatchSet
from search_index.storage import fields
from search_index.storage.postings import Numbers
from search_index.storage.segment import Segment

# Above the length of any word, so that one integer holds sureness and length.
_LETTERS = 128


@dataclass(frozen=True)
class WholeNames:
    """The whole names of some documents as one sequence of words; a mark stands before the words of each name.

    `letters` is the length of each word, and 0 for a mark. `marks` are the positions of the marks. `docs` is the number
    of the first name of each document. `begun` tells of each name whether it begins with the query.
    """

    letters: Numbers
    marks: Numbers
    docs: Numbers
    begun: Numbers


def name_boosts(segment: Segment, docs: Numbers, words: Sequence[tuple[float, MatchSet]], unspaced: str) -> Numbers:
    """Return each document's score boost for its best-matching name, as a share of its score.

    `words` are the idf and the matches of each word of the query, `unspaced` is the query without spaces.
    """
    parts, starts = segment.doc_names.of_each(docs)
    marks = (parts >= len(segment.words)).nonzero()[0]
    first, after = segment.names_beginning(unspaced)
    names = parts[marks]
    begun = (names >= first) & (names < after)
    own = WholeNames(segment.letters[parts], marks, marks.searchsorted(starts), begun)
    return similarity_boosts(own, [idf for idf, _ in words], [match_set.sure(segment, parts) for _, match_set in words])


def similarity_boosts(names: WholeNames, idfs: list[float], sure: list[Numbers]) -> Numbers:
    """Return each document's score boost for its best-matching name, as a share of its score.

    `idfs` are the weights of the words of the query. `sure` has a row for each of these words: how surely each word of
    the names matches it, from 0 to SURE.
    """
    # In each name the surest word counts, and the longest of equally sure ones.
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
