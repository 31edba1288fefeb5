"""What is written in a draft is found nowhere but in the opened draft, and identities nowhere but in the document."""

import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask

from directory.app import create_app
from directory.config import Config
from directory.search import sync
from directory.transaction import committing
from directory.worker import Worker
from tests.conftest import ENCRYPTION_KEY, SECRET, Client, close, copy_of, make_app
from tests.drafts.conftest import begun, browser_of, person

FACTS, REFUSED, LOST, IDENTITY = "quokka", "numbat", "wombat", "ocelot"
WORDS = (FACTS, REFUSED, LOST, IDENTITY)


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


def files_with_words(folder: Path) -> list[str]:
    ways = [word.encode(way) for word in WORDS for way in ("utf-8", "utf-16-le")]
    held = {path: path.read_bytes().lower() for path in folder.rglob("*") if path.is_file()}
    return [path.name for path, content in held.items() if any(way in content for way in ways)]


def unpacked(docx: bytes) -> str:
    with zipfile.ZipFile(BytesIO(docx)) as archive:
        return archive.read("word/document.xml").decode().lower()


def test_what_was_written_is_in_no_file_letter_log_or_page_of_a_fault(
    live: Flask, capsys: pytest.CaptureFixture[str]
) -> None:
    folder, owner = live.config["SETTINGS"].data_dir, person()
    draft, client = begun(owner), browser_of(live, owner)
    address = f"/en/drafts/{draft.public_id}"
    client.post(f"{address}/facts", data={"seen": "1", "text-facts": f"A {FACTS} was sold"})
    client.post(f"{address}/persons", data={"seen": "2", "role_1": "witness"})
    client.post(f"{address}/case", data={"seen": "3", "max_penalty_years": "x", "text-law": REFUSED})
    made = {
        kind: client.post(
            f"{address}/document", data={"language": "en", "file_format": kind, "identity_1": f"Mr {IDENTITY}"}
        ).data
        for kind in ("docx", "pdf")
    }
    assert FACTS in client.get(f"{address}/facts").text
    assert IDENTITY not in client.get(f"{address}/document").text
    with committing():
        draft.wrapped_key = bytes(60)
    fault = client.post(f"{address}/facts", data={"seen": "3", "text-facts": LOST})

    Worker().turn()
    sync.rebuild()
    log = capsys.readouterr().err

    assert fault.status_code == 500
    assert [word for word in (FACTS, IDENTITY) if word not in unpacked(made["docx"])] == []
    assert made["pdf"].startswith(b"%PDF")
    assert "/drafts/<public_id>/<part>" in log
    assert files_with_words(folder) == []
    assert [word for word in WORDS if word in log.lower() or word in fault.text.lower()] == []
