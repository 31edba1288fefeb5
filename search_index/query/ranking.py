"""Ranking: the order of the matching documents, best first."""

import numpy as np

from search_index.query.match_set import BEST, RANKED, SURE
from search_index.query.terms import TermMatch
from search_index.storage import fields
from search_index.storage.in_memory_postings import Numbers
from search_index.storage.snapshot import Snapshot, WholeNames

RANKED_AGAIN = 100
"""The number of documents whose names are compared with the whole query: the best by their words."""
# Greater than the length of any word, so that one integer can store sureness and length.
_LETTERS = 128


def rank(
    snapshot: Snapshot, docs: Numbers, found: list[TermMatch], named: Numbers, unspaced: str, most: int
) -> Numbers:
    """Return the best `most` of `docs`, best first. `docs` must be ascending. `unspaced` is the query without spaces.
    `named` are all documents with a name that, without spaces, equals `unspaced`.

    Two groups of documents get a score: the best RANKED documents (`_best`), and documents whose name equals the query.
    All others come after them, in the default order.
    """
    if len(docs) < 2:
        return snapshot.first(docs, most)
    pool = snapshot.first(_best(docs, found), RANKED)
    bonus: Numbers | float = 0.0
    if named.size:
        is_named = np.zeros(snapshot.size, bool)
        is_named[named] = True
        is_other = is_named.copy()
        is_other[pool] = False
        pool = np.concatenate([pool, snapshot.first(docs[is_other[docs]], len(named))])
        bonus = fields.WHOLE_NAME * is_named[pool]
    scores = sum(each.match_set.levels[pool] * (each.idf / BEST) for each in found) * snapshot.weights[pool]
    top = (-scores - bonus).argsort(kind="stable")[: RANKED_AGAIN + len(named)]
    for at, names in snapshot.whole_names(pool[top], [each.match_set for each in found], unspaced):
        scores[top[at]] *= 1 + _name_boosts(names, [each.idf for each in found])
    ranked = pool[(-scores - bonus).argsort(kind="stable")]
    if len(ranked) < min(most, len(docs)):
        ranked = np.concatenate([ranked, snapshot.first(docs[~np.isin(docs, pool)], most - len(ranked))])
    return ranked[:most]


def _best(docs: Numbers, found: list[TermMatch]) -> Numbers:
    """Narrow `docs` word by word, the rarest word first: keep the documents that match the word best.

    Each step keeps at least RANKED documents, or all if there are fewer.
    """
    for each in sorted(found, key=lambda found: -found.idf) if len(docs) > RANKED else ():
        docs = each.match_set.best(docs)
    return docs


def _name_boosts(names: WholeNames, idfs: list[float]) -> Numbers:
    """Return for each document the score boost of its best-matching name, as a share of the document's score. `idfs`
    has the inverse document frequency of each word of the query."""
    # In each name the surest word counts. Of equally sure words the longest counts.
    best = np.maximum.reduceat(np.array(names.sure, np.int32) * _LETTERS + names.letters, names.marks, axis=1)
    worths, letters = best // _LETTERS, best % _LETTERS
    inside = (worths * np.array(idfs)[:, None]).sum(0)
    covered = (worths * letters).sum(0)
    whole = SURE * np.add.reduceat(names.letters, names.marks, dtype=np.int32)
    share = inside / (SURE * sum(idfs))
    covers = np.minimum(1.0, covered / np.maximum(1, whole))
    boosts = share * (fields.COVERAGE * covers + fields.IN_ONE_NAME * worths.all(0))
    boosts += fields.STARTS_NAME * (names.begun & (inside > 0))
    return np.maximum.reduceat(boosts, names.docs)
