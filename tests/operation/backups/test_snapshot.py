"""A backup holds what was committed before it began, and of each transaction that ends meanwhile nothing."""

from pathlib import Path

import pytest
from flask import Flask
from sqlalchemy import select

from directory.extensions import db
from directory.models import Account, Network
from directory.operation.backups import snapshot
from directory.operation.backups.workspace import FOLDER
from tests import factories
from tests.conftest import make_app
from tests.consultations.conftest import QUESTION, REFERENCE, SUBJECT, make_scene
from tests.operation.backups.conftest import RECIPIENT, backup, opened, run
from tests.stored import Kept

WRITES = 3
WORDS = ("quokka", "wombat", "77-ocelot")


def add_pair(name: str) -> None:
    """Add two networks in one transaction."""
    named = {"name": factories.english(name), "network_kind": "prosecutors"}
    factories.add(*(Network(key=f"{name}-{half}", **named) for half in ("one", "other")))


def pairs_in(app: Flask) -> list[str]:
    with app.app_context():
        halves = select(Network.key).where(Network.key.startswith("pair"))
        return sorted(db.session.scalars(halves))


def test_what_is_written_meanwhile_is_not_in_it(site: Flask, tmp_path: Path, monkeypatch: pytest.MonkeyPatch) -> None:
    monkeypatch.setattr(snapshot, "PAGES_AT_ONCE", 10)
    written = iter(range(WRITES))

    def write(_done: int, _total: int) -> None:
        for number in written:
            add_pair(f"pair-{number}-meanwhile")
            return

    file = tmp_path / "copy.sqlite3"
    with site.app_context():
        add_pair("pair-before")
        snapshot.take_snapshot(file, write)

    assert len(pairs_in(site)) == 2 + 2 * WRITES
    with snapshot.opened(file) as copy:
        found = copy.execute("SELECT key FROM network WHERE key LIKE 'pair%' ORDER BY key").fetchall()
    assert found == [("pair-before-one",), ("pair-before-other",)]


def test_of_a_consultation_it_holds_ciphertext_alone(site: Flask, kept: Kept, tmp_path: Path) -> None:
    with site.app_context():
        scene = make_scene()
        scene.ask(subject=SUBJECT, reference=REFERENCE)
        person = db.session.get_one(Account, scene.numbers["asker"]).email
    assert all(any(word in text for text in (SUBJECT, QUESTION, REFERENCE)) for word in WORDS)

    file = backup(site, tmp_path / "file.age")

    plain = opened(file).read_bytes()
    assert person.encode() in plain
    assert person.encode() not in file.read_bytes()
    assert [word for word in WORDS if word.encode() in plain] == []
    assert kept.holding(*WORDS) == []


def test_a_backup_is_for_its_owner_alone_and_leaves_no_copy(one_site: Flask, tmp_path: Path) -> None:
    folder = one_site.config["SETTINGS"].data_dir / FOLDER
    file = backup(one_site, tmp_path / "file.age")

    assert file.stat().st_mode & 0o777 == 0o600
    assert list(folder.iterdir()) == []
    assert folder.stat().st_mode & 0o777 == 0o700
    assert sorted(found.name for found in tmp_path.iterdir()) == ["data", "file.age"]


def test_what_a_killed_backup_left_is_removed_by_the_next(one_site: Flask, tmp_path: Path) -> None:
    folder = one_site.config["SETTINGS"].data_dir / FOLDER
    folder.mkdir()
    (folder / "copy.sqlite3").touch()

    backup(one_site, tmp_path / "file.age")

    assert list(folder.iterdir()) == []


def test_a_key_is_printed_as_the_file_of_identities_that_opens_what_is_encrypted_to_it(
    one_site: Flask, place: Flask, tmp_path: Path
) -> None:
    status, printed = run(one_site, "keys", "backup")
    recipient = next(line.split()[-1] for line in printed.splitlines() if "BACKUP_RECIPIENTS" in line)
    identity = tmp_path / "identity"
    identity.write_text(printed)
    site = make_app(one_site.config["SETTINGS"].data_dir, backup_recipients=(RECIPIENT, recipient))
    file = backup(site, tmp_path / "file.age")

    assert status == 0
    assert run(place, "restore", file, "--identity", identity)[0] == 0
