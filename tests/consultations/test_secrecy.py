"""Nothing that was written in a consultation is found in any file, letter, log line or page of a fault."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from directory.app import create_app
from directory.config import Config
from directory.extensions import db
from directory.models import Consultation
from directory.search import sync
from directory.transaction import committing
from directory.worker import Worker
from tests.conftest import ENCRYPTION_KEY, SECRET, Client, close, copy_of, make_app
from tests.consultations.conftest import Scene, make_scene
from tests.consultations.test_pages import ASKED, newest
from tests.people import signed_in

WRITTEN = {
    "subject": "Hearing of a quokka",
    "reference": "No 77-ocelot",
    "question": "May a wombat be heard by video?",
    "note": "The numbat must not know",
    "answer": "Send the echidna by courier",
    "refused": "A bilby that was never sent",
    "lost": "A potoroo met a fault",
}
WORDS = ("quokka", "77-ocelot", "wombat", "numbat", "echidna", "bilby", "potoroo")


@pytest.fixture
def live(few_states: Path, tmp_path: Path) -> Iterator[Flask]:
    """Return an app that logs and sends mail as a deployment does."""
    folder = copy_of(few_states, tmp_path / "data")
    app = create_app(Config(SECRET, (ENCRYPTION_KEY,), folder, mail_url=f"file:{folder / 'mails'}"))
    app.test_client_class = Client
    with app.app_context():
        yield app
    close(app)
    # The next app of the tests sets how much is logged, for all of this process.
    make_app(tmp_path / "quiet")


def write_all(app: Flask, scene: Scene) -> Consultation:
    """Write everything that people write in a consultation, on its pages."""
    asker, member = signed_in(app, scene.people["asker"]), signed_in(app, scene.people["member"])
    form = ASKED | {"subject": WRITTEN["subject"], "text": WRITTEN["question"], "reference": WRITTEN["reference"]}
    assert asker.post(f"/en/consultations/new?desk={scene.desk}", data=form).status_code == 303
    refused = form | {"text": WRITTEN["refused"], "measure": ""}
    assert WRITTEN["refused"] in asker.post(f"/en/consultations/new?desk={scene.desk}", data=refused).text
    page, words = f"/en/consultations/{newest().public_id}", {"written_in": "en"}
    member.post(f"{page}/messages", data=words | {"text": WRITTEN["note"], "is_note": "y"})
    member.post(f"{page}/answer", data=words | {"text": WRITTEN["answer"], "outcome": "welcome"})
    shown = member.get(page).text
    assert [word for word in WORDS[:5] if word not in shown] == []
    return newest()


def files_with_words(folder: Path) -> list[str]:
    """Return the files that hold one of the words, in any of the ways in which a database or an index keeps text."""
    ways = [word.encode(way) for word in WORDS for way in ("utf-8", "utf-16-le")]
    held = {path: path.read_bytes().lower() for path in folder.rglob("*") if path.is_file()}
    return [path.name for path, content in held.items() if any(way in content for way in ways)]


def test_what_was_written_is_in_no_file_letter_log_or_page_of_a_fault(
    live: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    folder = live.config["SETTINGS"].data_dir
    scene = make_scene()
    made = write_all(live, scene)
    page, member = f"/en/consultations/{made.public_id}", signed_in(live, scene.people["member"])
    with committing():
        made.wrapped_key = bytes(60)
    fault = member.post(f"{page}/messages", data={"text": WRITTEN["lost"], "written_in": "en"})
    assert fault.status_code == 500

    Worker().turn()
    sync.rebuild()
    files = {path.name for path in folder.rglob("*") if path.is_file()}
    log = capsys.readouterr().err

    assert {"directory.sqlite3", "directory.sqlite3-wal"} <= files
    assert list((folder / "mails").iterdir())
    assert "/consultations/<public_id>/messages" in log
    assert "NotOpened" in log
    assert files_with_words(folder) == []
    assert [word for word in WORDS if word in log.lower() or word in fault.text.lower()] == []


def test_the_search_through_the_files_finds_what_is_there(live: Flask) -> None:
    asker = make_scene().people["asker"]
    with committing():
        asker.name = "Quokka"
    db.session.rollback()

    assert "directory.sqlite3-wal" in files_with_words(live.config["SETTINGS"].data_dir)
