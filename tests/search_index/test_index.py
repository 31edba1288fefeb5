"""One writer at a time, many readers, and generations that change under them."""

import signal
import subprocess
import sys
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor
from pathlib import Path
from shutil import rmtree
from threading import Event

import pytest

from search_index import Document, IndexBusy, IndexUnusable, Query, SearchIndex

Build = Callable[..., SearchIndex]

ALPHA = Document("alpha", ("Alpha",))
BRAVO = Document("bravo", ("Bravo",))


def found(index: SearchIndex, text: str = "") -> set[str]:
    return set(index.search(Query(text)).keys)


def test_a_change_is_seen_by_every_reader_at_its_next_search(build: Build, tmp_path: Path) -> None:
    writer = build(ALPHA)
    reader = SearchIndex(tmp_path / "index", stamp="1")
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


def test_a_second_writer_is_told_that_the_index_is_busy(build: Build, tmp_path: Path) -> None:
    index = build(ALPHA)
    other = SearchIndex(tmp_path / "index", stamp="1")

    def meanwhile() -> Iterator[Document]:
        yield BRAVO
        with pytest.raises(IndexBusy):
            other.apply([ALPHA], [], 3)
        with pytest.raises(IndexBusy):
            index.rebuild([ALPHA], 3)

    index.rebuild(meanwhile(), position=2)

    assert index.position == 2
    assert found(other) == {"bravo"}


HOLDING_WRITER = """
import sys
from pathlib import Path
from search_index import SearchIndex

def documents():
    print("writing", flush=True)
    sys.stdin.read()
    yield from ()

SearchIndex(Path(sys.argv[1]), "1").rebuild(documents(), 2)
"""


def test_the_lock_of_another_process_ends_with_it(build: Build, tmp_path: Path) -> None:
    index = build(ALPHA)
    command = [sys.executable, "-c", HOLDING_WRITER, str(tmp_path / "index")]
    with subprocess.Popen(
        command,
        cwd=Path(__file__).parents[2],
        stdin=subprocess.PIPE,
        stdout=subprocess.PIPE,
        text=True,
    ) as writer:
        assert writer.stdout
        assert writer.stdout.readline() == "writing\n"
        with pytest.raises(IndexBusy):
            index.apply([BRAVO], [], 2)

        writer.send_signal(signal.SIGKILL)
        writer.wait(30)

    index.apply([BRAVO], [], 2)
    assert index.differences([ALPHA, BRAVO]) == []


def test_readers_go_on_while_the_index_is_built_anew(build: Build) -> None:
    index = build(ALPHA)

    def meanwhile() -> Iterator[Document]:
        assert found(index) == {"alpha"}
        yield BRAVO
        assert found(index) == {"alpha"}

    index.rebuild(meanwhile(), position=2)

    assert found(index) == {"bravo"}


def test_readers_in_threads_see_whole_generations_while_they_are_swapped(build: Build, tmp_path: Path) -> None:
    def pair(n: int) -> list[Document]:
        return [Document(f"{half}{n}", ("Alpha",)) for half in "ab"]

    writer, done = build(*pair(0)), Event()
    reader = SearchIndex(tmp_path / "index", stamp="1")

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


def test_a_reader_goes_on_when_the_folder_is_gone_and_its_position_says_so(build: Build, tmp_path: Path) -> None:
    index = build(ALPHA)
    index.open()

    rmtree(tmp_path / "index")

    assert found(index) == {"alpha"}
    with pytest.raises(IndexUnusable):
        _ = index.position
    index.rebuild([BRAVO], position=2)
    assert found(index) == {"bravo"}


def test_a_reader_goes_on_with_the_last_generation_if_the_newest_is_damaged(build: Build, tmp_path: Path) -> None:
    index = build(ALPHA)
    reader = SearchIndex(tmp_path / "index", stamp="1")
    reader.open()
    index.apply([BRAVO], [], 2)
    (tmp_path / "index" / "CURRENT").write_text("generation-lost")

    assert found(reader) == found(index) == {"alpha"}
    with pytest.raises(IndexUnusable):
        reader.open()


def test_a_failed_rebuild_leaves_the_old_index_and_the_lock_free(build: Build, tmp_path: Path) -> None:
    index = build(ALPHA)

    def broken() -> Iterator[Document]:
        yield BRAVO
        raise RuntimeError("no more documents")

    with pytest.raises(RuntimeError):
        index.rebuild(broken(), position=2)

    index.apply([BRAVO], [], 3)
    assert index.differences([ALPHA, BRAVO]) == []
    assert len(list((tmp_path / "index").glob("generation-*"))) == 1
