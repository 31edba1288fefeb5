"""Whatever is lost or spoiled of the index on the disk, the same answers come back."""

import shutil
from collections.abc import Callable, Iterator, Sequence
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from directory.extensions import db
from directory.search import sync
from tests import factories
from tests.conftest import copy_of, make_app
from tests.crashes.site import Site, restart, running, verified, without_times
from tests.crashes.traffic import Traffic

pytestmark = pytest.mark.usefixtures("index_at_once")

QUERIES = (
    "kyrgyzstan", "Кыргызстан", "kazakhstan extradition", "ministry of justice", "прокуратура", "Budapest", "24/7",
    "ministri of justise", "extr", "KG", "convention crime", "transfer of prisoners", "nothingatallhere", "",
)  # fmt: skip
# What was running is asked fewer.
ASKED_WHILE_RUNNING = QUERIES[::3]
Damage = Callable[[Path], None]


def cut_to_half(path: Path) -> None:
    path.write_bytes(path.read_bytes()[: path.stat().st_size // 2])


def empty(path: Path) -> None:
    path.write_bytes(b"")


def flip_a_byte(path: Path) -> None:
    spoiled = bytearray(path.read_bytes())
    spoiled[len(spoiled) // 2] ^= 0x10
    path.write_bytes(spoiled)


FILES = ("CURRENT", "generation-*/manifest.json", "generation-*/*.seg", "generation-*/*.toc", "generation-*/*.packed")
DAMAGES: list[tuple[str, Damage]] = [
    (".", shutil.rmtree),
    ("CURRENT", Path.unlink),
    *((file, damage) for file in FILES for damage in (cut_to_half, empty, flip_a_byte)),
]


def answers(app: Flask, queries: Sequence[str] = QUERIES) -> list[Any]:
    client = app.test_client()
    return [without_times(client.get("/api/v1/search", query_string={"q": text}).get_json()) for text in queries]


@pytest.fixture(scope="module")
def expected(few_states: Path) -> list[Any]:
    return answers(make_app(few_states))


@pytest.mark.long(each=9)
@pytest.mark.parametrize(("file", "damage"), DAMAGES, ids=[f"{damage.__name__} {file}" for file, damage in DAMAGES])
def test_the_next_start_gives_the_same_answers_and_an_index_in_step(
    few_states: Path, tmp_path: Path, expected: list[Any], file: str, damage: Damage
) -> None:
    folder = copy_of(few_states, tmp_path / "data", is_spoiled=True)
    (spoiled,) = (folder / "search").glob(file) if file != "." else [folder / "search"]
    damage(spoiled)

    started = make_app(folder)

    assert answers(started) == expected
    with started.app_context():
        assert sync.differences() == []


def delete_folder(folder: Path) -> None:
    shutil.rmtree(folder / "search")


def cut_all_files(folder: Path) -> None:
    for path in (folder / "search").glob("generation-*/*"):
        cut_to_half(path)


@pytest.mark.parametrize("lose", [delete_folder, cut_all_files])
def test_a_running_site_goes_on_and_its_index_is_in_step_with_the_next_change_and_the_next_start(
    few_states: Path, tmp_path: Path, expected: list[Any], lose: Damage
) -> None:
    folder = copy_of(few_states, tmp_path / "data", is_spoiled=True)
    app = make_app(folder)
    assert answers(app, QUERIES[:1]) == expected[:1]

    lose(folder)

    assert answers(app, ASKED_WHILE_RUNNING) == expected[::3]
    with app.app_context():
        factories.add(factories.authority("zephyrbark", name=factories.english("Zephyrbark")))
    started = make_app(folder)
    for one in (app, started):
        assert [item["id"] for item in answers(one, ["zephyrbark"])[0]["items"]] == ["zephyrbark"]
    with started.app_context():
        assert sync.differences() == []


@pytest.fixture
def site(few_states: Path, tmp_path: Path) -> Iterator[Site]:
    site = Site(copy_of(few_states, tmp_path / "data", is_spoiled=True))
    with running(site):
        yield site


def asked(site: Site) -> list[Any]:
    return [site.ask("search", text) for text in ASKED_WHILE_RUNNING]


@pytest.mark.long
def test_a_running_server_goes_on_and_makes_its_index_anew_when_the_folder_is_deleted(site: Site) -> None:
    before = asked(site)

    with Traffic(site) as traffic:
        traffic.wait_for(5)
        shutil.rmtree(site.folder / "search")
        traffic.wait_for(15)

    assert set(traffic.statuses) == {200}
    assert traffic.broken == 0
    assert asked(site) == before
    assert "0 differences" in verified(site)


def test_an_index_whose_folder_is_deleted_while_it_is_made_anew_is_made_once_more(
    few_states: Path, tmp_path: Path, expected: list[Any]
) -> None:
    folder = copy_of(few_states, tmp_path / "data", is_spoiled=True)
    shutil.rmtree(folder / "search")
    app = make_app(folder)
    deleted = []

    def delete_while_rebuilding(_connection: Any, _cursor: Any, statement: str, *_: Any) -> None:
        if "restricted_word" in statement and not deleted:
            deleted.extend((folder / "search").iterdir())
            shutil.rmtree(folder / "search")

    with app.app_context():
        event.listen(db.engine, "before_cursor_execute", delete_while_rebuilding)

    assert answers(app) == expected
    assert deleted


@pytest.mark.long
def test_a_server_whose_files_were_cut_while_it_ran_starts_again_with_the_same_answers(site: Site) -> None:
    before = asked(site)
    for path in (site.folder / "search").glob("generation-*/*"):
        cut_to_half(path)

    restart(site)

    assert asked(site) == before
    assert "0 differences" in verified(site)
