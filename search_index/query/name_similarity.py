"""Score boosts for documents whose name is like the whole query."""

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
    """The whole names of some documents as one sequence of words, with a mark before each name.

    - `letters`: the length of each word, and 0 for a mark.
    - `marks`: the positions of the marks.
    - `docs`: the position in `marks` of each document's first name.
    - `begun`: for each name, whether it begins with the query.
    """

    letters: Numbers
    marks: Numbers
    docs: Numbers
    begun: Numbers


def name_boosts(segment: Segment, docs: Numbers, words: Sequence[tuple[float, MatchSet]], unspaced: str) -> Numbers:
    """Return for each of `docs` the score boost of its best-matching name, as a share of its score. `docs` must not be
    empty.

    `words` has (inverse document frequency, matches) for each word of the query.
    """
    parts, starts = segment.doc_names.of_each(docs)
    marks = (parts >= len(segment.words)).nonzero()[0]
    first, after = segment.names_beginning(unspaced)
    names = parts[marks]
    begun = (names >= first) & (names < after)
    own = WholeNames(segment.letters[parts], marks, marks.searchsorted(starts), begun)
    return similarity_boosts(own, [idf for idf, _ in words], [match_set.sure(segment, parts) for _, match_set in words])


def similarity_boosts(names: WholeNames, idfs: list[float], sure: list[Numbers]) -> Numbers:
    """Return for each document the score boost of its best-matching name, as a share of its score.

    `sure` has a row for each word of the query: how surely each word of `names` matches, from 0 to SURE.
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
