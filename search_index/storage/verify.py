"""Checks an index for faults that people who search could see."""

from collections.abc import Iterator, Mapping, Set

from search_index.documents import Document
from search_index.storage import fields
from search_index.storage.segment import default_sort_key
from search_index.storage.snapshot import Snapshot


def differences_shown(
    snapshot: Snapshot, words: Set[str], spelled: Set[str], documents: Mapping[str, Document]
) -> Iterator[str]:
    """Yield a line for each fault: a word or spelling of the index that no document has, a spelling that the index
    lacks, or a wrong order of documents.

    `words` are the folded words of the index. `spelled` are its spellings: a folded word, a tab, and the word as it is
    written. `documents` are the documents that the index should have, by key.
    """
    known, written = _vocabulary_of(documents)
    for word in words - known:
        if snapshot.is_live(word):
            yield f"{word}: no document has the word, but it could be suggested"
    for spelling in spelled - written:
        word, _, form = spelling.partition("\t")
        if form in snapshot.spellings(word):
            yield f"{word}: no document writes {form!r}, but it could be suggested"
    yield from (
        f"{word}: {form!r} is lacking" for word, _, form in (each.partition("\t") for each in written - spelled)
    )
    ordered = snapshot.first(snapshot.live_documents.docs, snapshot.size).tolist()
    keys = dict.fromkeys(key for doc in ordered if (key := snapshot.keys[doc]) in documents)
    if list(keys) != sorted(keys, key=lambda key: _default_sort_key(documents[key])):
        yield "The order differs from that of an index made anew."


def _vocabulary_of(documents: Mapping[str, Document]) -> tuple[set[str], set[str]]:
    topics = {topic for document in documents.values() for topic in document.topics}
    words, written = set[str](), set[str]()
    for topic in topics:
        words |= fields.words(topic)
        written |= fields.spellings(topic)
    for document in documents.values():
        terms = fields.terms(document)
        words.update(terms[fields.NAMES], terms[fields.KEYWORDS], terms[fields.NOTES])
        written |= terms[fields.SPELLED]
    return words, written


def _default_sort_key(document: Document) -> tuple[float, int, str]:
    return default_sort_key(document.weight, min(map(len, fields.whole_names(document).split("\n"))), document.key)
