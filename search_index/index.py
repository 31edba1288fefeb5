"""The index in a folder. Any number of processes may search; only one at a time writes."""

from collections.abc import Callable, Iterable
from pathlib import Path
from threading import Lock
from typing import NamedTuple, TypeVar

from search_index.documents import Document, LateChanges, Query, Results
from search_index.errors import LONGEST_WRITING_SECONDS, IndexUnusable
from search_index.query.execution import answer
from search_index.storage import fields, whoosh_store
from search_index.storage.generations import Generation, IndexFolder, Mark
from search_index.storage.segment import Segment
from search_index.storage.snapshot import Snapshot
from search_index.storage.verify import differences_shown

T = TypeVar("T")


class _Read(NamedTuple):
    """A generation that this process has read into memory.

    If `mark` differs from the mark on the disk, a newer generation exists.
    """

    mark: Mark
    generation: Generation
    parts: whoosh_store.Parts
    snapshot: Snapshot


class SearchIndex:
    """The index in `folder`, which is on a local disk and contains nothing else.

    An index that was written under another `stamp`, or by another version of this package, is unusable.
    """

    def __init__(self, folder: Path, stamp: str) -> None:
        self._layout = IndexFolder(folder, stamp)
        self._lock = Lock()
        self._read: _Read | None = None
        self._failure: tuple[Mark, str] | None = None

    def open(self) -> None:
        """Read the newest generation into memory. Raises IndexUnusable; the caller must then rebuild the index."""
        self._newest()

    @property
    def position(self) -> int:
        """The position in the caller's change log that the index has reached. Raises IndexUnusable if there is no
        usable index."""
        return self._newest().generation.position

    def search(self, query: Query) -> Results:
        """Answer a query from the newest usable generation. Raises IndexUnusable if there is no usable generation."""
        try:
            read = self._newest()
        except IndexUnusable:
            if self._read is None:
                raise
            read = self._read
        return answer(read.snapshot, query)

    def apply(self, put: Iterable[Document], remove: Iterable[str], position: int) -> None:
        """Add or replace the documents in `put`, remove the documents with the keys in `remove`, and set the position
        of the index to `position`: all of this or nothing.

        If a key is in both arguments, the document is put. If `position` is before the position of the index, nothing
        changes.

        Raises IndexBusy during another write, IndexUnusable if there is no usable index, and OSError if the disk fails.
        """
        with self._layout.writing() as staging:
            read = self._newest()
            if position < read.generation.position:
                return
            changed, removed = {document.key: document for document in put}, set(remove)
            generation = self._layout.current(read.generation.files)
            try:
                whoosh_store.change(generation.folder, read.parts, staging, changed, removed)
            except (OSError, MemoryError):
                raise
            # A damaged file can make Whoosh raise any exception.
            except Exception as error:
                raise IndexUnusable(f"The index cannot be changed: {error!r}.") from error
            self._layout.publish(staging, position, generation.files)

    def rebuild(self, documents: Iterable[Document], position: int) -> None:
        """Write a new index, then replace the old index. Changes that others make to the old index meanwhile are lost.

        `position` is the position in the change log up to which `documents` are complete. Raises IndexBusy during
        another write, and ValueError for a repeated key.
        """
        self.rebuild_from(lambda: (documents, position), lambda at: LateChanges((), (), at))

    def rebuild_from(
        self, read: Callable[[], tuple[Iterable[Document], int]], late: Callable[[int], LateChanges]
    ) -> None:
        """Rebuild the index, and keep the changes that others make to the old index meanwhile.

        `read` returns the documents and their position in the change log. `late` gets this position and returns the
        later changes; while `late` runs, others cannot write to the index. Raises IndexBusy during another write,
        OSError if the disk fails, and ValueError for a repeated key.
        """
        with self._layout.rebuilding() as made:
            documents, position = read()
            whoosh_store.create(made, documents)
            with self._layout.writing(LONGEST_WRITING_SECONDS) as staging:
                changes = late(position)
                if changes.keys:
                    changed = {document.key: document for document in changes.put}
                    whoosh_store.change(made, whoosh_store.load(made, {}), staging, changed, set(changes.keys))
                else:
                    made.replace(staging)
                self._layout.publish(staging, changes.position, {})

    def differences(self, documents: Iterable[Document]) -> list[str]:
        """Return a line for each difference between the index on the disk and `documents`, sorted. Raises IndexUnusable
        if there is no usable index."""
        parts = self._read_newest(self._on_the_disk)
        every = {document.key: document for document in documents}
        expected = dict(every)
        topics = {fields.topic_key(topic): topic for document in expected.values() for topic in document.topics}
        words_by_topic: dict[str, set[str]] = {}
        words, spelled = set[str](), set[str]()
        lines = []
        for segment, deleted in parts.values():
            words.update(segment.words)
            spelled.update(segment.spelled)
            for topic_key, on in segment.topic_words().items():
                words_by_topic.setdefault(topic_key, set()).update(on)
            for doc, terms in segment.terms(deleted).items():
                if document := expected.pop(segment.keys[doc], None):
                    lines += _differences(document, segment, doc, terms)
                else:
                    lines.append(f"{segment.keys[doc]}: in the index, but should not be there")
        for key, topic in topics.items():
            lines += _of_words(f"topic {topic[:1]}", "words", fields.words(topic), words_by_topic.get(key, set()))
        lines += (f"{key}: not in the index" for key in expected)
        # If a document differs, the words are not compared: they would report the same difference a second time.
        return sorted(lines or differences_shown(Snapshot(parts.values()), words, spelled, every))

    def _newest(self) -> _Read:
        """Return the newest generation, and cache it until a newer one appears.

        Raises IndexUnusable if there is no usable index.
        """
        read = self._read
        if read and read.mark == self._layout.mark():
            return read
        with self._lock:
            mark = self._layout.mark()
            if self._failure and self._failure[0] == mark:
                raise IndexUnusable(self._failure[1])
            if self._read is None or self._read.mark != mark:
                try:
                    self._read = self._read_newest(self._load)
                except IndexUnusable as error:
                    self._failure = mark, str(error)
                    raise
            return self._read

    def _read_newest(self, read: Callable[[Mark], T]) -> T:
        """Return the result of `read`. If `read` fails and a newer generation has appeared meanwhile, call `read`
        again. If it fails and no newer generation has appeared, raise IndexUnusable."""
        while True:
            mark = self._layout.mark()
            try:
                return read(mark)
            except Exception as error:
                if mark == self._layout.mark():
                    raise IndexUnusable(f"The index cannot be read: {error}") from error

    def _on_the_disk(self, _mark: Mark) -> whoosh_store.Parts:
        return whoosh_store.load(self._layout.current({}).folder, {})

    def _load(self, mark: Mark) -> _Read:
        before = self._read
        generation = self._layout.current(before.generation.files if before else {})
        parts = whoosh_store.load(generation.folder, before.parts if before else {})
        return _Read(mark, generation, parts, Snapshot(parts.values()))


def _differences(document: Document, segment: Segment, doc: int, terms: dict[str, set[str]]) -> list[str]:
    lines = []
    stored = segment.said[doc], segment.weights[doc], segment.whole_names(doc)
    if stored != (fields.content_checksum(document), document.weight, fields.whole_names(document)):
        lines.append(f"{document.key}: what is stored differs")
    for name, expected in fields.terms(document).items():
        lines += _of_words(document.key, name, expected, terms[name])
    return lines


def _of_words(key: str, name: str, expected: set[str], found: set[str]) -> list[str]:
    lacking = [f"{key}: {name} lacks {term!r}" for term in expected - found]
    return lacking + [f"{key}: {name} has {term!r}, but should not" for term in found - expected]
