"""Damage to any file, and crashes at any point, are seen at opening or do no harm."""

import os
import signal
import subprocess
import sys
from collections.abc import Callable
from pathlib import Path
from shutil import rmtree

import pytest

from search_index import Document, IndexBusy, IndexUnusable, Query, SearchIndex
from tests import forked
from tests.search_index.conftest import Build, Open

ALPHA = Document("alpha", ("Alpha",), notes=("some words to fill the file",))
BRAVO = Document("bravo", ("Bravo",))
# So many that how their words sound lies in the file too.
OTHERS = [Document(f"other{number}") for number in range(60)]


def reopened(tmp_path: Path, stamp: str = "1") -> SearchIndex:
    return SearchIndex(tmp_path / "index", stamp)


def found(index: SearchIndex) -> set[str]:
    return set(index.search(Query()).keys)


def files(tmp_path: Path) -> list[Path]:
    index = tmp_path / "index"
    return [index / "CURRENT", *(index / (index / "CURRENT").read_text()).iterdir()]


def cut(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def flip(path: Path) -> None:
    content = bytearray(path.read_bytes())
    content[len(content) // 3] ^= 0x01
    path.write_bytes(content)


@pytest.mark.parametrize("damage", [Path.unlink, cut, empty, flip])
def test_damage_to_any_one_file_makes_the_index_unusable_until_it_is_rebuilt(
    build: Build, tmp_path: Path, damage: Callable[[Path], None]
) -> None:
    index = build(ALPHA, *OTHERS)
    index.apply([BRAVO], [], 2)
    assert [file for file in files(tmp_path) if file.suffix == ".packed"]

    for name in range(len(files(tmp_path))):
        damage(files(tmp_path)[name])
        with pytest.raises(IndexUnusable):
            reopened(tmp_path).open()
        with pytest.raises(IndexUnusable):
            reopened(tmp_path).search(Query("alpha"))
        with pytest.raises(IndexUnusable):
            reopened(tmp_path).apply([BRAVO], [], 3)
        reopened(tmp_path).rebuild([ALPHA, *OTHERS], position=4)
        reopened(tmp_path).apply([BRAVO], [], 5)
        assert reopened(tmp_path).differences([ALPHA, BRAVO, *OTHERS]) == []


def test_no_index_is_unusable(tmp_path: Path) -> None:
    with pytest.raises(IndexUnusable):
        reopened(tmp_path).open()
    with pytest.raises(IndexUnusable):
        _ = reopened(tmp_path).position


def test_an_index_written_under_another_stamp_is_unusable(build: Build, tmp_path: Path) -> None:
    build(ALPHA)

    with pytest.raises(IndexUnusable):
        reopened(tmp_path, stamp="2").open()


def test_an_index_written_by_another_version_is_unusable(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    build(ALPHA)

    monkeypatch.setattr("search_index.storage.generations.VERSION", "another")

    with pytest.raises(IndexUnusable):
        reopened(tmp_path).open()


def test_the_folder_is_closed_to_others(build: Build, tmp_path: Path) -> None:
    build(ALPHA)

    folders = [tmp_path / "index", *(tmp_path / "index").glob("generation-*")]

    assert {folder.stat().st_mode & 0o777 for folder in folders} == {0o700}


def test_leftovers_are_cleared_by_the_next_writer(build: Build, tmp_path: Path) -> None:
    index = build(ALPHA)
    leftover = tmp_path / "index" / "generation-leftover"
    leftover.mkdir()
    (leftover / "half").write_bytes(b"half")

    index.apply([BRAVO], [], 2)

    assert len(list((tmp_path / "index").glob("generation-*"))) == 1


def test_a_disk_without_links_is_written_by_copying(
    build: Build, tmp_path: Path, monkeypatch: pytest.MonkeyPatch
) -> None:
    def refuse(*_: object) -> None:
        raise PermissionError

    monkeypatch.setattr(os, "link", refuse)
    build(ALPHA).apply([BRAVO], [], 2)

    assert reopened(tmp_path).differences([ALPHA, BRAVO]) == []


# A writer that is killed at the nth of the steps at which its files change on the disk.
KILLED_WRITER = """
import os, signal, sys
from pathlib import Path
from search_index import Document, SearchIndex

steps = int(sys.argv[2])
index = SearchIndex(Path(sys.argv[1]), "1")

def step(event, arguments):
    global steps
    if event in ("open", "os.rename", "os.link", "os.remove", "os.mkdir", "shutil.rmtree"):
        if str(sys.argv[1]) in str(arguments[0]):
            steps -= 1
            if steps < 0:
                os.kill(os.getpid(), signal.SIGKILL)

sys.addaudithook(step)
documents = [Document(f"new{n}", (f"Bravo {n}",)) for n in range(3)]
if sys.argv[3] == "apply":
    index.apply(documents, ["alpha"], 2)
else:
    index.rebuild(documents, 2)
"""


@pytest.mark.parametrize("way", ["apply", "rebuild"])
def test_a_writer_killed_at_any_step_leaves_the_old_index_or_the_new(build: Build, tmp_path: Path, way: str) -> None:
    new = [Document(f"new{n}", (f"Bravo {n}",)) for n in range(3)]
    root = str(Path(__file__).parents[2])
    seen = set()

    for steps in range(0, 400, 2):
        build(ALPHA)
        command = [sys.executable, "-c", KILLED_WRITER, str(tmp_path / "index"), str(steps), way]
        writer = forked.run(command, cwd=root)
        index = reopened(tmp_path)
        position = index.position
        assert index.differences([ALPHA] if position == 1 else new) == []
        index.apply([BRAVO], [], 3)
        assert len(list((tmp_path / "index").glob("generation-*"))) == 1
        seen.add((position, writer.returncode))
        if writer.returncode == 0:
            break

    assert seen >= {(1, -signal.SIGKILL), (2, 0)}


HOLDING_WRITER = """
import sys
from pathlib import Path
from search_index import SearchIndex

def documents():
    print("writing", flush=True)
    sys.stdin.read()
    yield from ()

SearchIndex(Path(sys.argv[1]), "1").apply(documents(), [], 2)
"""


def test_the_lock_of_another_process_ends_with_it(build: Build, tmp_path: Path) -> None:
    index = build(ALPHA)
    command = [sys.executable, "-c", HOLDING_WRITER, str(tmp_path / "index")]
    with forked.Popen(
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


def test_a_reader_goes_on_when_the_folder_is_gone_and_its_position_says_so(build: Build, tmp_path: Path) -> None:
    index = build(ALPHA)
    index.open()

    rmtree(tmp_path / "index")

    assert found(index) == {"alpha"}
    with pytest.raises(IndexUnusable):
        _ = index.position
    index.rebuild([BRAVO], position=2)
    assert found(index) == {"bravo"}


def test_a_reader_goes_on_with_the_last_generation_if_the_newest_is_damaged(
    build: Build, opened: Open, tmp_path: Path
) -> None:
    index = build(ALPHA)
    reader = opened()
    reader.open()
    index.apply([BRAVO], [], 2)
    (tmp_path / "index" / "CURRENT").write_text("generation-lost")

    assert found(reader) == found(index) == {"alpha"}
    with pytest.raises(IndexUnusable):
        reader.open()


def test_a_failed_rebuild_leaves_no_generation_behind(build: Build, tmp_path: Path) -> None:
    index = build(ALPHA)

    with pytest.raises(ValueError, match="alpha"):
        index.rebuild([ALPHA, ALPHA], position=2)

    assert len(list((tmp_path / "index").glob("generation-*"))) == 1
