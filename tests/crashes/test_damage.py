"""Whatever is lost or spoiled of the index on the disk, the same answers come back."""

import shutil
from collections.abc import Callable, Iterator
from pathlib import Path
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import event

from directory.extensions import db
from directory.search import sync
from tests.conftest import copy_of, make_app
from tests.crashes.site import Site, restart, running, verified
from tests.crashes.traffic import Traffic

pytestmark = pytest.mark.usefixtures("index_at_once")

QUERIES = (
    "kyrgyzstan", "Кыргызстан", "Kirghizia", "kazakhstan extradition", "казахстан", "Грузия", "საქართველო", "Հայաստան",
    "Oʻzbekiston", "türkiye", "中国", "ministry of justice", "prosecutor general", "прокуратура", "CIS", "Budapest",
    "casc", "24/7", "mutual legal assistance", "interpol", "ministri of justise", "prosecuter", "tajik", "extr", "KG",
    "convention crime", "transfer of prisoners", "seizure", "nothingatallhere", "",
)  # fmt: skip
# A server is asked fewer: what it takes is the way there.
ASKED_OF_A_SERVER = QUERIES[::3]
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


def answers(app: Flask) -> list[Any]:
    client = app.test_client()
    return [client.get("/api/v1/search", query_string={"q": text}).get_json() for text in QUERIES]


@pytest.fixture(scope="module")
def expected(few_states: Path) -> list[Any]:
    return answers(make_app(few_states))


@pytest.mark.long(each=9)
@pytest.mark.parametrize(("file", "damage"), DAMAGES, ids=[f"{damage.__name__} {file}" for file, damage in DAMAGES])
def test_the_next_start_gives_the_same_answers_and_an_index_in_step(
    few_states: Path, tmp_path: Path, expected: list[Any], file: str, damage: Damage
) -> None:
    folder = copy_of(few_states, tmp_path / "data")
    (spoiled,) = (folder / "search").glob(file) if file != "." else [folder / "search"]
    damage(spoiled)

    started = make_app(folder)

    assert answers(started) == expected
    with started.app_context():
        assert sync.differences() == []


@pytest.fixture
def site(few_states: Path, tmp_path: Path) -> Iterator[Site]:
    site = Site(copy_of(few_states, tmp_path / "data"))
    with running(site):
        yield site


def asked(site: Site) -> list[Any]:
    return [site.ask("search", text) for text in ASKED_OF_A_SERVER]


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
    folder = copy_of(few_states, tmp_path / "data")
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


def test_a_server_whose_files_were_cut_while_it_ran_starts_again_with_the_same_answers(site: Site) -> None:
    before = asked(site)
    for path in (site.folder / "search").glob("generation-*/*"):
        cut_to_half(path)

    restart(site)

    assert asked(site) == before
    assert "0 differences" in verified(site)
