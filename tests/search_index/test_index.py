"""One writer at a time, many readers, and generations that change under them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from threading import Event

import pytest

from search_index import Document, IndexBusy, IndexUnusable, Query
from tests.search_index.conftest import Build, Index, Open, on_both

pytestmark = on_both

ALPHA = Document("alpha", ("Alpha",))
BRAVO = Document("bravo", ("Bravo",))


def found(index: Index, text: str = "") -> set[str]:
    return set(index.search(Query(text)).keys)


def test_a_change_is_seen_by_every_reader_at_its_next_search(build: Build, opened: Open) -> None:
    writer = build(ALPHA)
    reader = opened()
    assert found(reader) == {"alpha"}

    writer.apply([BRAVO], ["alpha"], 2)

    assert found(reader) == found(writer) == {"bravo"}
    assert reader.position == 2


def test_a_change_replaces_a_document_and_removing_an_unknown_key_is_harmless(build: Build) -> None:
    index = build(ALPHA, BRAVO)

    index.apply([Document("alpha", ("Charlie",))], ["nothing"], 2)

    assert found(index, "charlie") == {"alpha"}
    assert found(index, "alpha") == set()


def test_applying_twice_is_harmless(build: Build) -> None:
    index = build(ALPHA)

    for _ in range(2):
        index.apply([BRAVO], ["alpha"], 2)

    assert index.differences([BRAVO]) == []


def test_what_is_both_put_and_removed_is_put(build: Build) -> None:
    index = build(ALPHA)

    index.apply([BRAVO], ["bravo"], 2)

    assert found(index) == {"alpha", "bravo"}


def test_a_second_writer_is_told_that_the_index_is_busy(build: Build, opened: Open) -> None:
    index = build(ALPHA)
    other = opened()

    def meanwhile() -> Iterator[Document]:
        yield BRAVO
        with pytest.raises(IndexBusy):
            other.apply([ALPHA], [], 3)
        with pytest.raises(IndexBusy):
            index.rebuild([ALPHA], 3)

    index.rebuild(meanwhile(), position=2)

    assert index.position == 2
    assert found(other) == {"bravo"}


def test_readers_go_on_while_the_index_is_built_anew(build: Build) -> None:
    index = build(ALPHA)

    def meanwhile() -> Iterator[Document]:
        assert found(index) == {"alpha"}
        yield BRAVO
        assert found(index) == {"alpha"}

    index.rebuild(meanwhile(), position=2)

    assert found(index) == {"bravo"}


def test_readers_in_threads_see_whole_generations_while_they_are_swapped(build: Build, opened: Open) -> None:
    def pair(n: int) -> list[Document]:
        return [Document(f"{half}{n}", ("Alpha",)) for half in "ab"]

    writer, done = build(*pair(0)), Event()
    reader = opened()

    def read() -> int:
        reads = 0
        while not done.is_set():
            keys = reader.search(Query("alpha")).keys
            assert len(keys) == 2
            assert keys[0][1:] == keys[1][1:]
            reads += 1
        return reads

    with ThreadPoolExecutor(2) as threads:
        readers = [threads.submit(read) for _ in range(2)]
        try:
            for n in range(1, 16):
                if n % 3:
                    writer.apply(pair(n), [f"a{n - 1}", f"b{n - 1}"], n)
                else:
                    writer.rebuild(pair(n), n)
        finally:
            done.set()
        assert all(each.result(30) for each in readers)


def test_a_failed_rebuild_leaves_the_old_index_and_the_lock_free(build: Build) -> None:
    index = build(ALPHA)

    def broken() -> Iterator[Document]:
        yield BRAVO
        raise RuntimeError("no more documents")

    with pytest.raises(RuntimeError):
        index.rebuild(broken(), position=2)

    index.apply([BRAVO], [], 3)
    assert index.differences([ALPHA, BRAVO]) == []


def test_without_an_index_of_its_stamp_a_reader_is_told_to_make_one(opened: Open) -> None:
    index = opened()

    for use in (index.open, lambda: index.search(Query("alpha")), lambda: index.apply([ALPHA], [], 2)):
        with pytest.raises(IndexUnusable):
            use()
