"""The Whoosh store: documents and postings on the disk.

A topic is stored as a document of its own, with the words of its names.
"""

import os
import shutil
from array import array
from collections.abc import Iterable, Iterator, Mapping, Sequence
from contextlib import closing, contextmanager
from itertools import chain, compress, count
from pathlib import Path
from typing import Any

import numpy as np
from whoosh.codec.whoosh3 import W3Codec
from whoosh.fields import ID, STORED, Schema
from whoosh.filedb.filestore import FileStorage
from whoosh.index import TOC, create_in, open_dir
from whoosh.reading import SegmentReader

from search_index.documents import Document
from search_index.storage import fields, segment_file
from search_index.storage.generations import MANIFEST
from search_index.storage.in_memory_postings import FacetColumn, postings
from search_index.storage.in_memory_postings import Postings as Lists
from search_index.storage.merge_policy import merges_all_segments, merges_small_segments
from search_index.storage.segment import Segment, default_sort_key

Parts = dict[str, tuple[Segment, frozenset[int]]]
"""A mapping from segment name to the segment and Whoosh's numbers of its deleted documents."""

Postings = dict[str, dict[str, Any]]
"""A mapping from field and term to Whoosh's numbers of the documents, ascending."""

CALLED = "called"
"""The field for the words in a topic's names."""
INDEXED = (fields.NAMES, fields.KEYWORDS, fields.NOTES, fields.TOPICS, CALLED, fields.SPELLED, fields.FACETS)
_INDEX = "MAIN"


class _Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's codec, used without lengths and without compression.

    With lengths, Whoosh 2.7.4 would query the file system for every posting. Compression by zlib would lengthen most
    posting lists, since they are short.
    """

    length_stats = False


def create(folder: Path, documents: Iterable[Document]) -> None:
    """Write a new index of `documents` into an empty folder. Raises ValueError if two documents have the same key."""
    schema = Schema(key=STORED, weight=STORED, whole=STORED, said=STORED, topic=STORED)
    for name in INDEXED:
        schema.add(name, ID())
    written: set[str] = set()
    create_in(folder, schema)
    with _writing(folder, set()) as add:
        for document in documents:
            if document.key in written:
                raise ValueError(f"Two documents have the key {document.key!r}.")
            written.add(document.key)
            add(document)


def change(old: Path, parts: Parts, folder: Path, put: dict[str, Document], drop: set[str]) -> None:
    """Copy the index in `old`, with changes, into the empty `folder`. `parts` are the segments of `old`.

    Documents with a key in `drop` or `put` are deleted, then `put` is added. Unchanged files are hard links to those in
    `old`, or copies if the file system has no links.
    """
    for path in old.iterdir():
        if path.name != MANIFEST:
            _link(path, folder / path.name)
    doomed = drop | put.keys()
    known = {topic for segment, _ in parts.values() for topic in segment.topics}
    with _writing(folder, known) as add:
        for whoosh_segment in add.writer.segments:
            segment, deleted = parts[whoosh_segment.segment_id()]
            numbers = segment.numbers.tolist()
            for doc in compress(count(), map(doomed.__contains__, segment.keys)):
                if (number := numbers.index(doc)) not in deleted:
                    whoosh_segment.delete_document(number)
        for document in put.values():
            add(document)
        live = sum(segment.doc_count() for segment in add.writer.segments)
        add.writer.optimize = merges_all_segments(deleted=add.writer.deleted_count(), live=live)


def _link(old: Path, new: Path) -> None:
    try:
        os.link(old, new)
    # Some file systems (and bind mounts) have no links.
    except OSError:
        shutil.copyfile(old, new)


class _Pool:
    """The postings of a new segment in memory, in place of Whoosh's slower pool."""

    def __init__(self) -> None:
        self.postings: Postings = {name: {} for name in INDEXED}

    def put(self, name: str, term: str, number: int) -> None:
        """Add a posting. The numbers of a term must come in ascending order."""
        docs = self.postings[name].get(term)
        if docs is None:
            self.postings[name][term] = array("I", (number,))
        else:
            docs.append(number)

    def add(self, item: tuple[str, bytes, int, float, bytes]) -> None:
        """Add a posting from a segment that Whoosh merges into the new segment."""
        self.put(item[0], item[1].decode(), item[2])

    def iter_postings(self) -> Iterator[tuple[str, bytes, int, float, bytes]]:
        """Yield the postings as Whoosh writes them: (field, term, document number, weight, value)."""
        for name in sorted(self.postings):
            for term, docs in sorted(self.postings[name].items()):
                encoded = term.encode()
                yield from ((name, encoded, number, 1.0, b"") for number in docs)

    def cleanup(self) -> None:
        """Do nothing: no file was written."""


class _Adding:
    """Adds documents and their topics to a Whoosh writer. A topic whose key is in `known` is not added again."""

    def __init__(self, writer: Any, known: set[str]) -> None:
        self.writer, self._known = writer, known
        self.pool = writer.pool = _Pool()

    def __call__(self, document: Document) -> None:
        for topic in document.topics:
            if (key := fields.topic_key(topic)) not in self._known:
                self._known.add(key)
                self._add({CALLED: fields.words(topic), fields.SPELLED: fields.spellings(topic)}, topic=key)
        whole, said = fields.whole_names(document), fields.content_checksum(document)
        self._add(fields.terms(document), key=document.key, weight=document.weight, whole=whole, said=said)

    def _add(self, terms: Mapping[str, set[str]], **stored: Any) -> None:
        number = self.writer.docnum
        for name, found in terms.items():
            for term in found:
                self.pool.put(name, term, number)
        self.writer.add_document(**stored)


@contextmanager
def _writing(folder: Path, known: set[str]) -> Iterator[_Adding]:
    """Yield an object that adds documents to the index in `folder`.

    At the end of the block, the added documents become a segment. `known` are the keys of topics that the index
    contains already.
    """
    writer = open_dir(folder).writer(_lk=False, codec=_Codec(compression=0))
    writer.merge = merges_small_segments(len(writer.segments))
    adding = _Adding(writer, known)
    try:
        yield adding
    except BaseException:
        writer.cancel()
        raise
    writer.commit()
    for segment in _segments(folder):
        path = _packed_file(folder, segment)
        if not path.exists():
            with closing(SegmentReader(FileStorage(folder), writer.schema, segment)) as reader:
                segment_file.write(path, _segment(reader, adding.pool.postings))


def load(folder: Path, known: Parts) -> Parts:
    """Return the segments of the index in `folder` by name, each with the numbers that Whoosh gives to its deleted
    documents. Segments in `known` are reused."""
    parts: Parts = {}
    for segment in _segments(folder):
        name = segment.segment_id()
        part = known[name][0] if name in known else segment_file.read(_packed_file(folder, segment))
        parts[name] = part, frozenset(segment.deleted_docs())
    return parts


def _segments(folder: Path) -> list[Any]:
    return TOC.read(FileStorage(folder), _INDEX).segments  # type: ignore[no-any-return]


def _packed_file(folder: Path, segment: Any) -> Path:
    # The name is like those of Whoosh's own files of the segment. When Whoosh merges the segment, it removes this file
    # too.
    return folder / f"{segment.segment_id()}.packed"


def _segment(reader: Any, terms: Postings) -> Segment:
    stored = dict(reader.iter_docs())
    topics = {number: each["topic"] for number, each in stored.items() if "topic" in each}
    documents = [(number, each) for number, each in stored.items() if number not in topics]
    lengths = {number: min(map(len, each["whole"].split("\n"))) for number, each in documents}
    documents.sort(key=lambda each: default_sort_key(each[1]["weight"], lengths[each[0]], each[1]["key"]))
    doc_of = {number: doc for doc, (number, _) in enumerate(documents)}
    on_topic = terms[fields.TOPICS]
    every_topic = sorted({*on_topic, *topics.values()})
    topic_of = {number: every_topic.index(topic) for number, topic in topics.items()}
    called = {fields.NAMES: doc_of, fields.KEYWORDS: doc_of, fields.NOTES: doc_of, CALLED: topic_of}
    words = sorted(set().union(*(terms[name] for name in called)))
    spelled = sorted(terms[fields.SPELLED])
    whole = [each["whole"].split("\n") for _, each in documents]
    holding: dict[str, list[int]] = {}
    for doc, each_name in enumerate(whole):
        for name in each_name:
            holding.setdefault(name, []).append(doc)
    names = sorted(holding, key=_solid)
    places = {word: at for at, word in enumerate(words)}
    parts = {name: [at, *map(places.__getitem__, name.split())] for at, name in enumerate(names, len(words))}
    return Segment(
        keys=[each["key"] for _, each in documents],
        weights=np.array([each["weight"] for _, each in documents], float),
        lengths=np.array([lengths[number] for number, _ in documents], np.uint32),
        said=np.array([each["said"] for _, each in documents], np.uint32),
        words=words,
        letters=np.array([*map(len, words), *([0] * len(names))], np.uint8),
        postings={
            fields.TOPICS if name == CALLED else name: _moved(words, terms[name], numbers)
            for name, numbers in called.items()
        },
        topics=every_topic,
        topic_docs=_moved(every_topic, on_topic, doc_of),
        spelled=spelled,
        spelled_docs=_moved(spelled, terms[fields.SPELLED], doc_of),
        spelled_topics=_moved(spelled, terms[fields.SPELLED], topic_of),
        names=list(map(_solid, names)),
        name_docs=postings(map(holding.__getitem__, names)),
        doc_names=postings(list(chain.from_iterable(map(parts.__getitem__, each))) for each in whole),
        facets=_columns(terms[fields.FACETS], doc_of),
        numbers=np.array([doc_of.get(number, len(documents)) for number in range(reader.doc_count_all())], np.uint32),
    )


def _solid(name: str) -> str:
    return name.replace(" ", "")


def _moved(places: list[str], found: Mapping[str, Sequence[int]], numbers: Mapping[int, int]) -> Lists:
    """Return a posting list for each term in `places`: the new numbers, sorted, of the documents that contain the term.
    `found` maps a term to the old numbers of these documents.

    `numbers` is a mapping from old to new document number. Documents without a new number are left out.
    """
    return postings(sorted(numbers[each] for each in found.get(place, ()) if each in numbers) for place in places)


def _columns(terms: Mapping[str, Sequence[int]], doc_of: Mapping[int, int]) -> dict[str, FacetColumn]:
    had: dict[str, list[list[str]]] = {}
    for term in sorted(terms):
        name, _, value = term.partition(fields.FACET_MARK)
        if name not in had:
            had[name] = [[] for _ in doc_of]
        for number in terms[term]:
            had[name][doc_of[number]].append(value)
    columns = {}
    for name, of in had.items():
        places: dict[tuple[str, ...], int] = {}
        codes = np.array([places.setdefault(tuple(values), len(places)) for values in of], np.uint32)
        columns[name] = FacetColumn(list(places), codes)
    return columns
