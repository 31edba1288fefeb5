"""What is refused is refused in one line, with nothing changed and nothing left."""

import sqlite3
from collections.abc import Callable
from dataclasses import replace
from pathlib import Path

import pytest
from flask import Flask

from directory.app import create_app
from directory.errors import BadConfiguration
from directory.operation.backups.age_files import identities_of, new_identity
from directory.operation.backups.restore import restore as restore_file
from directory.operation.backups.workspace import FOLDER, workspace
from tests.conftest import make_app
from tests.operation.backups.conftest import IDENTITY, RECIPIENT, Places, backup, remake, restore, run

HEADER_BYTES = 200


@pytest.fixture
def file(one_site: Flask, tmp_path: Path) -> Path:
    return backup(one_site, tmp_path / "file.age")


def cut(content: bytes) -> bytes:
    return content[: len(content) // 2]


def changed(content: bytes) -> bytes:
    at = len(content) // 2
    return content[:at] + bytes([content[at] ^ 1]) + content[at + 1 :]


def left_in(place: Flask) -> list[str]:
    """Return what lies in a data folder, but for the folder that each try leaves empty."""
    folder = place.config["SETTINGS"].data_dir
    return [found.name for found in folder.rglob("*") if found.name != FOLDER]


class BrokenOff(Exception):
    """The copy was ended half-way."""


@pytest.mark.xdist_group("postgresql")
def test_a_copy_that_is_broken_off_leaves_the_index_of_the_place(file: Path, places: Places) -> None:
    there = places("postgresql")
    kept = there.config["SETTINGS"].data_dir / "search" / "kept"
    kept.parent.mkdir(parents=True)
    kept.touch()

    def break_off(_done: int, _total: int) -> None:
        raise BrokenOff

    with there.app_context(), pytest.raises(BrokenOff):
        restore_file(file, identities_of(IDENTITY), break_off)

    assert kept.exists()


@pytest.mark.parametrize(
    ("spoil", "word"),
    [
        (cut, "a part of it is missing or was changed"),
        (changed, "a part of it is missing or was changed"),
        (lambda content: content[:HEADER_BYTES], "damaged"),
        (lambda _: b"", "no backup"),
        (lambda _: b"something else", "no backup"),
    ],
)
def test_a_file_that_is_no_whole_backup_is_refused(
    file: Path, place: Flask, spoil: Callable[[bytes], bytes], word: str
) -> None:
    file.write_bytes(spoil(file.read_bytes()))

    status, said = restore(place, file)

    assert (status, said.count("\n")) == (1, 1)
    assert word in said
    assert left_in(place) == []


@pytest.mark.parametrize(
    ("identity", "word"),
    [
        (new_identity()[1], "does not open the file"),
        (IDENTITY[:-1], "a part of it is missing or was mistyped"),
        (RECIPIENT, "holds no identity"),
        ("", "holds no identity"),
    ],
    ids=["another", "cut", "recipient", "nothing"],
)
def test_an_identity_that_does_not_open_it_is_refused(file: Path, place: Flask, identity: str, word: str) -> None:
    status, said = restore(place, file, identity)

    assert (status, said.count("\n")) == (1, 1)
    assert word in said
    assert left_in(place) == []


@pytest.mark.parametrize("kind", ["sqlite", pytest.param("postgresql", marks=pytest.mark.xdist_group("postgresql"))])
def test_a_place_that_is_not_empty_is_refused(file: Path, places: Places, kind: str) -> None:
    place = places(kind)
    assert restore(place, file)[0] == 0

    status, said = restore(place, file)

    assert (status, said.count("\n")) == (1, 1)
    assert "is not empty" in said


def test_what_is_left_of_another_database_is_not_mixed_in(file: Path, place: Flask) -> None:
    left = place.config["SETTINGS"].data_dir / "directory.sqlite3-wal"
    left.touch()

    status, said = restore(place, file)

    assert status == 1
    assert "directory.sqlite3-wal is left of another database" in said


@pytest.mark.parametrize(
    ("spoiling", "word"),
    [
        ("UPDATE backup_manifest SET content = json_set(content, '$.migrations[0]', '9999')", "(migration 9999)"),
        ("UPDATE backup_manifest SET content = json_set(content, '$.format', 2)", "in the form of another version"),
        ("DELETE FROM treaty", "is not whole"),
        ("DROP TABLE backup_manifest", "holds no backup"),
    ],
)
def test_what_holds_something_else_than_it_should_is_refused(
    one_site: Flask, file: Path, place: Flask, spoiling: str, word: str
) -> None:
    remake(one_site, file, spoiling)

    status, said = restore(place, file)

    assert (status, said.count("\n")) == (1, 1)
    assert word in said
    assert left_in(place) == []


def test_without_recipients_no_backup_is_made(one_site: Flask, tmp_path: Path) -> None:
    site = make_app(one_site.config["SETTINGS"].data_dir)

    status, said = run(site, "backup", tmp_path / "file.age")

    assert status == 1
    assert "BACKUP_RECIPIENTS names nobody" in said
    assert not (tmp_path / "file.age").exists()


@pytest.mark.parametrize("recipient", ["age1nobody", IDENTITY], ids=["nobody", "identity"])
def test_a_recipient_that_is_none_stops_the_start(one_site: Flask, recipient: str) -> None:
    with pytest.raises(BadConfiguration, match="BACKUP_RECIPIENTS") as refused:
        create_app(replace(one_site.config["SETTINGS"], backup_recipients=(recipient,)))

    assert recipient not in str(refused.value)


def test_no_backup_is_written_over_a_file(one_site: Flask, tmp_path: Path) -> None:
    file = tmp_path / "file.age"
    file.write_bytes(b"precious")

    status, said = run(one_site, "backup", file)

    assert status == 1
    assert "already" in said
    assert file.read_bytes() == b"precious"


def test_a_folder_that_is_not_there_is_named(one_site: Flask, tmp_path: Path) -> None:
    status, said = run(one_site, "backup", tmp_path / "nowhere" / "file.age")

    assert (status, said.count("\n")) == (1, 1)
    assert "No such file or directory" in said


def test_one_backup_or_restore_is_at_work_at_a_time(one_site: Flask, tmp_path: Path) -> None:
    with workspace(one_site.config["SETTINGS"].data_dir):
        status, said = run(one_site, "backup", tmp_path / "file.age")

    assert status == 1
    assert "Another backup or restore is at work" in said


@pytest.mark.sqlite
def test_no_backup_is_made_of_a_damaged_database(one_site: Flask, tmp_path: Path) -> None:
    with sqlite3.connect(one_site.config["SETTINGS"].data_dir / "directory.sqlite3") as database:
        database.execute("PRAGMA writable_schema = ON")
        database.execute("UPDATE sqlite_schema SET rootpage = 3 WHERE name = 'ix_backup_taken_at'")
    database.close()

    status, said = run(one_site, "backup", tmp_path / "file.age")

    assert status == 1
    assert "is damaged" in said
    assert list(tmp_path.glob("*.age*")) == []
