"""A file number of the docket stands in no file, letter or log, and in no backup, but sealed."""

from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from directory.extensions import db
from directory.jobs.worker import Worker
from directory.models import DocketEntry
from directory.operation.backups.age_files import decrypt, identities_of, new_identity
from directory.operation.backups.create import create_backup
from directory.transaction import committing
from tests.conftest import copy_of, make_app
from tests.consultations.conftest import make_scene
from tests.requests.conftest import browser_of, entered

SECRET = "bilby-8812"
RECIPIENT, IDENTITY = new_identity()


@pytest.fixture
def live(three_states: Path, tmp_path: Path) -> Flask:
    """Return a site that backs up; its context is not pushed."""
    return make_app(copy_of(three_states, tmp_path / "data"), backup_recipients=(RECIPIENT,))


def opened_backup(folder: Path) -> bytes:
    """Make a backup, and return it as whoever holds its key reads it."""
    content, file = BytesIO(), folder / "backup.age"
    create_backup(file, lambda _done, _total: None)
    decrypt(file, content, identities_of(IDENTITY))
    return content.getvalue()


def test_a_file_number_is_in_no_file_and_no_backup_in_the_clear(live: Flask, tmp_path: Path) -> None:
    with live.app_context():
        scene = make_scene()
        entry = entered(scene, file_number=SECRET)
        address = f"/en/requests/{entry.public_id}"
        page = browser_of(live, scene.people["asker"]).get(address).text
        Worker().run_once()
        backup = opened_backup(tmp_path)

    found = [file.name for file in tmp_path.rglob("*") if file.is_file() and SECRET.encode() in file.read_bytes()]
    assert SECRET in page
    assert (found, SECRET.encode() in backup, b"docket_entry" in backup) == ([], False, True)


def test_a_file_number_that_is_not_sealed_would_be_found(live: Flask, tmp_path: Path) -> None:
    with live.app_context():
        entry = entered(make_scene(), file_number=SECRET)
        with committing():
            db.session.get_one(DocketEntry, entry.id).sealed_file_number = SECRET.encode()

        assert SECRET.encode() in opened_backup(tmp_path)
