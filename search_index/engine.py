"""Whoosh, as a store of documents and postings; searching is done in memory from what it holds.

Each field is a set of terms for each document. Ranking is not Whoosh's, so no positions, lengths
or frequencies are kept. Only a folder that no one else writes or reads is written.
"""

import json
import os
import shutil
from array import array
from collections.abc import Iterable, Iterator, Mapping
from contextlib import closing, contextmanager
from pathlib import Path
from typing import Any

from whoosh.codec.whoosh3 import W3Codec
from whoosh.fields import ID, STORED, Schema
from whoosh.index import create_in, open_dir
from whoosh.reading import SegmentReader

from search_index import fields, packed
from search_index.documents import Document
from search_index.layout import MANIFEST
from search_index.segment import Postings, Segment, to_bits

Parts = dict[str, tuple[Segment, frozenset[int]]]
"""The segments of an index by their name, each with the numbers of its documents that are gone."""

Content = tuple[dict[str, Any], dict[str, set[str]]]
"""What is stored of a document, and its terms by field."""

_BUFFER_MEGABYTES = 256
# The engine reads as many in a moment, and each file that is written waits for the disk.
_FEW_DOCUMENTS = 50


class _Codec(W3Codec):  # type: ignore[misc]
    """Whoosh's own, which otherwise asks the file system for lengths at every posting (2.7.4)."""

    length_stats = False


def create(folder: Path, documents: Iterable[Document]) -> None:
    """Write a new index of `documents` into an empty folder. Raises ValueError on a doubled key."""
    schema = Schema(key=STORED, weight=STORED, source=STORED)
    for name in fields.INDEXED:
        schema.add(name, ID())
    written: set[str] = set()
    with _writing(create_in(folder, schema)) as writer:
        for document in documents:
            if document.key in written:
                raise ValueError(f"Two documents have the key {document.key!r}.")
            written.add(document.key)
            _add(writer, document)
    _pack_segments(folder)


def change(old: Path, parts: Parts, folder: Path, put: dict[str, Document], drop: set[str]) -> None:
    """Write into an empty folder the index of `old`, whose `parts` are given, changed.

    Documents with the keys of `drop` and `put` are left out, then those of `put` added. Files that
    stay are links to those of `old`.
    """
    for path in old.iterdir():
        if path.name != MANIFEST:
            _link(path, folder / path.name)
    doomed = drop | put.keys()
    with _writing(open_dir(folder)) as writer:
        for whoosh_segment in writer.segments:
            segment, gone = parts[whoosh_segment.segment_id()]
            for doc, key in enumerate(segment.keys):
                if key in doomed and doc not in gone:
                    whoosh_segment.delete_document(doc)
        for document in put.values():
            _add(writer, document)
        live = sum(segment.doc_count() for segment in writer.segments)
        writer.optimize = writer.deleted_count() > live
    _pack_segments(folder)


def _link(old: Path, new: Path) -> None:
    try:
        os.link(old, new)
    # Some file systems (and bind mounts) have no links.
    except OSError:
        shutil.copyfile(old, new)


@contextmanager
def _writing(index: Any) -> Iterator[Any]:
    writer = index.writer(_lk=False, limitmb=_BUFFER_MEGABYTES, codec=_Codec())
    try:
        yield writer
    except BaseException:
        writer.cancel()
        raise
    writer.commit()


def _add(writer: Any, document: Document) -> None:
    terms = {name: sorted(found) for name, found in fields.terms(document).items()}
    writer.add_document(key=document.key, weight=document.weight, source=source_of(document), **terms)


def source_of(document: Document) -> str:
    """Return all that a document says, as one text that differs if anything does."""
    facets = {name: list(values) for name, values in document.facets.items()}
    said = [document.names, document.keywords, document.notes, document.numbers, facets, document.weight]
    return json.dumps(said, sort_keys=True)


def load(folder: Path, known: Parts) -> Parts:
    """Return the segments of an index; those of `known` are taken from there, never read again."""
    parts: Parts = {}
    for reader in _readers(folder):
        name = reader.segment().segment_id()
        segment = known[name][0] if name in known else _read_segment(folder, reader)
        parts[name] = segment, frozenset(reader.segment().deleted_docs())
    return parts


def unlike(folder: Path) -> list[str]:
    """Return the names of the segments whose packed file does not hold what the engine does."""
    return [reader.segment().segment_id() for reader in _readers(folder) if _is_unlike(folder, reader)]


def _is_unlike(folder: Path, reader: Any) -> bool:
    # The engine hands out nothing of documents that are gone.
    gone = frozenset(reader.segment().deleted_docs())
    return _read_segment(folder, reader).without(gone) != _load_segment(reader).without(gone)


def contents(folder: Path) -> Iterator[Content]:
    """Yield what is stored of each document, and its terms by field, as they lie on the disk."""
    for reader in _readers(folder):
        stored = dict(reader.iter_docs())
        terms: dict[int, dict[str, set[str]]] = {doc: {name: set() for name in fields.INDEXED} for doc in stored}
        for name in fields.INDEXED:
            for term, docs in _postings(reader, name):
                for doc in docs:
                    terms[doc][name].add(term)
        yield from ((stored[doc], terms[doc]) for doc in stored)


def _readers(folder: Path) -> Iterator[Any]:
    with closing(open_dir(folder).reader()) as reader:
        for leaf, _ in reader.leaf_readers():
            if isinstance(leaf, SegmentReader):
                yield leaf


def _postings(reader: Any, name: str) -> Iterator[tuple[str, list[int]]]:
    """Yield each term of a field, sorted, with its documents."""
    for term in reader.lexicon(name):
        yield term.decode(), list(reader.postings(name, term).all_ids())


def _packed_file(folder: Path, reader: Any) -> Path:
    # Named as the engine names what is a segment's: it removes all of that when it merges the segment.
    return folder / f"{reader.segment().segment_id()}.packed"


def _pack_segments(folder: Path) -> None:
    for reader in _readers(folder):
        path = _packed_file(folder, reader)
        if reader.doc_count_all() > _FEW_DOCUMENTS and not path.exists():
            packed.write(path, _load_segment(reader))


def _read_segment(folder: Path, reader: Any) -> Segment:
    path = _packed_file(folder, reader)
    return packed.read(path) if path.exists() else _load_segment(reader)


def _load_segment(reader: Any) -> Segment:
    size = reader.doc_count_all()
    keys, weights = [""] * size, array("d", bytes(8 * size))
    for doc, stored in reader.iter_docs():
        keys[doc], weights[doc] = stored["key"], stored["weight"]
    searched = {name: dict(_postings(reader, name)) for name in fields.SEARCHED}
    words = sorted(set().union(*searched.values()))
    names: list[tuple[str, ...]] = [()] * size
    for name, docs in _postings(reader, fields.WHOLE):
        for doc in docs:
            names[doc] += (name,)
    return Segment(
        keys=keys,
        weights=weights,
        words=words,
        postings={name: _postings_of(words, found) for name, found in searched.items()},
        names=names,
        spelled=[entry for entry, _ in _postings(reader, fields.SPELLED)],
        facets=_facets(reader),
    )


def _postings_of(words: list[str], found: Mapping[str, list[int]]) -> Postings:
    starts, docs = array("I", [0]), array("I")
    for word in words:
        docs.extend(found.get(word, ()))
        starts.append(len(docs))
    return Postings(starts, docs)


def _facets(reader: Any) -> dict[str, dict[str, int]]:
    facets: dict[str, dict[str, int]] = {}
    for term, docs in _postings(reader, fields.FACETS):
        name, _, value = term.partition(fields.FACET_MARK)
        facets.setdefault(name, {})[value] = to_bits(docs, reader.doc_count_all())
    return facets
