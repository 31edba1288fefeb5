"""One writer at a time, many readers, and generations that change under them."""

from collections.abc import Iterator
from concurrent.futures import ThreadPoolExecutor
from dataclasses import replace
from threading import Event

import pytest

from search_index import Document, IndexBusy, IndexUnusable, LateChanges, Query
from tests.search_index.conftest import Build, Index, Open, on_both

pytestmark = on_both

ALPHA = Document("alpha", ("Alpha",))
BRAVO = Document("bravo", ("Bravo",))
CHARLIE = Document("charlie", ("Charlie",))


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

    index.apply(meanwhile(), [], 2)

    assert index.position == 2
    assert found(other) == {"alpha", "bravo"}


def test_an_index_is_made_anew_by_one_at_a_time(build: Build) -> None:
    index = build(ALPHA)

    def meanwhile() -> Iterator[Document]:
        yield BRAVO
        with pytest.raises(IndexBusy):
            index.rebuild([ALPHA], 3)

    index.rebuild(meanwhile(), position=2)

    assert found(index) == {"bravo"}


@pytest.mark.parametrize("changed", [True, False])
def test_others_write_while_an_index_is_made_anew_and_nothing_of_it_is_lost(
    build: Build, opened: Open, changed: bool
) -> None:
    index, other = build(ALPHA, BRAVO), opened()

    def read() -> tuple[list[Document], int]:
        if changed:
            other.apply([CHARLIE], ["alpha"], 3)
            assert found(index) == {"bravo", "charlie"}
        return [ALPHA, BRAVO], 2

    def late(position: int) -> LateChanges:
        assert position == 2
        return LateChanges([CHARLIE], {"charlie", "alpha"}, 3) if changed else LateChanges((), (), 2)

    index.rebuild_from(read, late)

    assert (other.position, found(other)) == ((3, {"bravo", "charlie"}) if changed else (2, {"alpha", "bravo"}))
    assert other.differences([BRAVO, CHARLIE] if changed else [ALPHA, BRAVO]) == []


def test_who_comes_late_changes_nothing(build: Build, opened: Open) -> None:
    index, other = build(ALPHA), opened()
    index.apply([BRAVO], [], 5)

    other.apply([Document("bravo", ("Old",))], [], 4)

    assert (index.position, found(index, "old")) == (5, set())


@pytest.mark.parametrize("query", [Query("bravo"), Query("bravu"), Query(""), Query("", facets=("kind",))])
def test_what_is_known_to_be_otherwise_is_searched_as_if_it_were_gone(build: Build, opened: Open, query: Query) -> None:
    others = [Document("alpha", ("Alpha",), facets={"kind": ("a",)}), Document("delta", ("Delta Brava",))]
    index = build(*others, Document("bravo", ("Bravo",), facets={"kind": ("b",)}))

    partial = index.search(replace(query, stale_keys=frozenset({"bravo", "unknown"})))

    index.rebuild(others, 2)
    assert partial == replace(index.search(query), is_partial=True)


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
