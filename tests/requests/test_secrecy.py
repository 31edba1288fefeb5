"""A file number of the docket stands in no file, backup, letter or log, but sealed."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from directory.extensions import db
from directory.jobs.worker import Worker
from directory.models import DocketEntry
from directory.requests.queries.entries import get_held
from directory.requests.service.file_numbers import file_number_of
from directory.transaction import committing
from tests.consultations.conftest import Scene, make_scene
from tests.requests.conftest import browser_of, entered
from tests.stored import Kept, deployed

SECRET = "bilby-8812"


@pytest.fixture
def live(kept: Kept, tmp_path: Path) -> Iterator[Flask]:
    """Return the site as it is deployed, with a nightly backup that is due."""
    with deployed(kept, tmp_path / "quiet") as app:
        yield app


def test_a_file_number_is_in_no_file_and_no_backup_in_the_clear(live: Flask, kept: Kept) -> None:
    scene: Scene = make_scene()
    entry = entered(scene, file_number=SECRET)
    page = browser_of(live, scene.people["asker"]).get(f"/en/requests/{entry.public_id}").text
    Worker().run_once()

    viewer = scene.viewer("asker")
    assert file_number_of(viewer, get_held(viewer, entry.public_id)) == SECRET
    assert SECRET in page
    assert kept.holding(SECRET) == []


def test_a_file_number_that_was_not_sealed_would_be_found(live: Flask, kept: Kept) -> None:
    entry = entered(make_scene(), file_number=SECRET)
    with committing():
        db.session.get_one(DocketEntry, entry.id).sealed_file_number = SECRET.encode()
    Worker().run_once()

    assert [one for one in kept.holding(SECRET) if "backup" in one] != []
