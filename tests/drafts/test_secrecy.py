"""What is written in a draft is found nowhere but in the opened draft, and identities nowhere but in the document."""

import tempfile
import zipfile
from collections.abc import Iterator
from io import BytesIO
from pathlib import Path

import pytest
from flask import Flask
from pypdf import PdfReader

from directory.extensions import db
from directory.jobs.worker import Worker
from directory.models import Draft
from directory.search import sync
from directory.transaction import committing
from directory.vocabulary import Role
from tests import factories
from tests.drafts.conftest import begun, browser_of, office, person
from tests.people import signed_in
from tests.stored import Kept, deployed

FACTS, SHARED, REFUSED, LOST, IDENTITY = "quokka", "echidna", "numbat", "wombat", "ocelot"
WORDS = (FACTS, SHARED, REFUSED, LOST, IDENTITY)


@pytest.fixture
def scratch(kept: Kept, monkeypatch: pytest.MonkeyPatch) -> Path:
    """Have whatever is written to a folder for passing files, or to a home, lie with the rest that is kept."""
    folder = kept.folder / "scratch"
    folder.mkdir(parents=True)
    for name in ("TMPDIR", "HOME", "XDG_CACHE_HOME"):
        monkeypatch.setenv(name, str(folder))
    monkeypatch.setattr(tempfile, "tempdir", None)
    return folder


@pytest.fixture
def live(kept: Kept, scratch: Path, tmp_path: Path) -> Iterator[Flask]:
    with deployed(kept, tmp_path / "quiet") as app:
        yield app


def text_of(kind: str, made: bytes) -> str:
    if kind == "pdf":
        return "".join(page.extract_text() for page in PdfReader(BytesIO(made)).pages).lower()
    with zipfile.ZipFile(BytesIO(made)) as archive:
        return archive.read("word/document.xml").decode().lower()


def write_all(app: Flask) -> tuple[Draft, dict[str, bytes]]:
    """Write everything that people write in a draft, on its pages, and return it with its documents."""
    authority = office()
    owner, colleague = person(authority), person(authority)
    draft, client = begun(owner), browser_of(app, owner)
    address = f"/en/drafts/{draft.public_id}"
    client.post(f"{address}/facts", data={"seen": "1", "text-facts": f"A {FACTS} was sold"})
    client.post(f"{address}/persons", data={"seen": "2", "role_1": "witness"})
    client.post(f"{address}/case", data={"seen": "3", "max_penalty_years": "x", "text-law": REFUSED})
    client.post(f"{address}/co-workers", data={"account": str(colleague.id)})
    browser_of(app, colleague).post(f"{address}/facts?in=fr", data={"seen": "3", "text-facts": f"Un {SHARED}"})
    asked = {"language": "en", "other": "fr", "identity_1": f"Mr {IDENTITY}"}
    made = {
        kind: client.post(f"{address}/document", data=asked | {"file_format": kind}).data for kind in ("docx", "pdf")
    }
    assert FACTS in client.get(f"{address}/facts").text
    assert SHARED in client.get(f"{address}/facts?in=fr").text
    assert IDENTITY not in client.get(f"{address}/document").text
    return draft, made


# On SQLite, and what is written in consultations on PostgreSQL; on both by `make long-cases`.
@pytest.mark.long(each=2)
def test_what_was_written_is_in_no_file_backup_letter_log_export_or_page_of_a_fault(
    live: Flask, kept: Kept, scratch: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    draft, made = write_all(live)
    name, owner = draft.public_id, draft.owner
    with committing():
        draft.wrapped_key = bytes(60)
    fault = browser_of(live, owner).post(f"/en/drafts/{name}/facts", data={"seen": "4", "text-facts": LOST})

    administrator = signed_in(live, factories.account(Role.ADMINISTRATOR))
    exports = [administrator.get(f"/en/history/export?format={ending}").text for ending in ("csv", "jsonl")]
    Worker().run_once()
    sync.rebuild()
    log = capsys.readouterr().err

    assert fault.status_code == 500
    lacking = [(kind, word) for kind in made for word in (FACTS, IDENTITY) if word not in text_of(kind, made[kind])]
    assert lacking == []
    assert list((kept.folder / "mails").iterdir())
    assert name in exports[0]
    assert "/drafts/<public_id>/<part>" in log
    assert list(scratch.iterdir()) == []
    assert kept.holding(*WORDS) == []
    assert [word for word in WORDS for text in (log, fault.text, *exports) if word in text.lower()] == []


@pytest.mark.long(each=2)
def test_the_search_through_what_is_kept_finds_what_is_not_sealed(live: Flask, kept: Kept) -> None:
    draft = begun(person())
    with committing():
        draft.versions[0].sealed_content = b"bandicoot"
    db.session.rollback()

    assert ("backup" if kept.server else "directory.sqlite3-wal") in kept.holding("bandicoot")
