"""Nothing that was written in a consultation is found in any file, letter, log line or page of a fault."""

from collections.abc import Iterator
from pathlib import Path

import pytest
from flask import Flask

from directory.consultations.outline import OutlineContent, OutlineItem
from directory.consultations.service import outlines
from directory.consultations.service.entries import WrittenText
from directory.extensions import db
from directory.jobs.worker import Worker
from directory.models import Consultation
from directory.search import sync
from directory.transaction import committing
from tests.consultations.conftest import Scene, make_scene
from tests.consultations.test_pages import ASKED, newest
from tests.people import signed_in
from tests.stored import Kept, deployed

WRITTEN = {
    "subject": "Hearing of a quokka",
    "reference": "No 77-ocelot",
    "question": "May a wombat be heard by video?",
    "note": "The numbat must not know",
    "answer": "Send the echidna by courier",
    "outline": "Look at the bandicoot",
    "item": "The number of the dunnart",
    "comment": "Call it a quoll",
    "refused": "A bilby that was never sent",
    "lost": "A potoroo met a fault",
}
WORDS = ("quokka", "77-ocelot", "wombat", "numbat", "echidna", "bandicoot", "dunnart", "quoll", "bilby", "potoroo")


@pytest.fixture
def live(kept: Kept, tmp_path: Path) -> Iterator[Flask]:
    with deployed(kept, tmp_path / "quiet") as app:
        yield app


def write_all(app: Flask, scene: Scene) -> Consultation:
    """Write everything that people write in a consultation, on its pages."""
    asker, member = signed_in(app, scene.people["asker"]), signed_in(app, scene.people["member"])
    form = ASKED | {
        "treaty": "",
        "subject": WRITTEN["subject"],
        "text": WRITTEN["question"],
        "reference": WRITTEN["reference"],
    }
    assert asker.post(f"/en/consultations/new?desk={scene.desk}", data=form).status_code == 303
    lists = [asker.get(address).text for address in ("/en/work", "/en/consultations")]
    assert [WRITTEN["subject"] in one for one in lists] == [True, True]
    refused = form | {"text": WRITTEN["refused"], "measure": ""}
    assert WRITTEN["refused"] in asker.post(f"/en/consultations/new?desk={scene.desk}", data=refused).text
    page, words = f"/en/consultations/{newest().public_id}", {"written_in": "en"}
    member.post(f"{page}/messages", data=words | {"text": WRITTEN["note"], "is_note": "y"})
    member.post(f"{page}/answer", data=words | {"text": WRITTEN["answer"], "outcome": "received"})
    item = OutlineItem("gone", is_there=True, is_mandatory=True, topic="content_item", wording={"en": WRITTEN["item"]})
    with committing():
        content, message = OutlineContent(("hearing_witness",), (), (item,)), WrittenText(WRITTEN["outline"], "en")
        outlines.share(scene.viewer("asker"), newest(), content, message)
    said = {"seen": "0", "verdict_1": "other_wording", "wording_1": WRITTEN["comment"]}
    assert member.post(f"{page}/outlines/1", data=words | said).status_code == 303
    shown = member.get(page).text
    assert [word for word in WORDS[:8] if word not in shown] == []
    return newest()


# On PostgreSQL, and what is written in drafts on SQLite; on both by `make long-cases`.
@pytest.mark.long(each=2, start=1)
def test_what_was_written_is_in_no_file_backup_letter_log_export_or_page_of_a_fault(
    live: Flask, kept: Kept, capsys: pytest.CaptureFixture[str]
) -> None:
    scene = make_scene()
    made = write_all(live, scene)
    name = made.public_id
    page, member = f"/en/consultations/{name}", signed_in(live, scene.people["member"])
    with committing():
        made.wrapped_key = bytes(60)
    fault = member.post(f"{page}/messages", data={"text": WRITTEN["lost"], "written_in": "en"})
    assert fault.status_code == 500

    exports = [
        signed_in(live, scene.people[who]).get(f"/en/history/export?format={ending}").text
        for who in ("administrator", "coordinator there")
        for ending in ("csv", "jsonl")
    ]
    Worker().run_once()
    sync.rebuild()
    names, log = kept.names(), capsys.readouterr().err

    expected = {"backup"} if kept.server else {"directory.sqlite3", "directory.sqlite3-wal"}
    assert expected <= names
    assert list((kept.folder / "mails").iterdir())
    assert name in exports[0]
    assert "/consultations/<public_id>/messages" in log
    assert "NotOpened" in log
    assert kept.holding(*WORDS) == []
    assert [word for word in WORDS for text in (log, fault.text, *exports) if word in text.lower()] == []


@pytest.mark.long(each=2, start=1)
def test_the_search_through_what_is_kept_finds_what_is_there(live: Flask, kept: Kept) -> None:
    asker, made = make_scene().people["asker"], make_scene().ask()
    with committing():
        asker.name, made.sealed_subject = "Thylacine", b"pademelon"
    db.session.rollback()

    for word in ("thylacine", "pademelon"):
        found = kept.holding(word)
        assert ("backup" if kept.server else "directory.sqlite3-wal") in found
        assert not kept.server or any(name.startswith("postgresql ") for name in found)
