"""Closed entries lose links, file numbers and accounts after the time that drafts are kept; their dates stay. No file
number is in the clear in what is kept."""

from datetime import timedelta
from pathlib import Path

import pytest
import time_machine
from flask import Flask

from directory import clock
from directory.consultations.outline import OutlineContent
from directory.consultations.service.entries import WrittenText
from directory.drafts.service.outlines import share
from directory.drafts.service.retention import RETENTION
from directory.drafts.service.retention import delete as delete_draft
from directory.envelope_encryption import NotOpened
from directory.extensions import db
from directory.jobs.schedule import shred_requests
from directory.jobs.worker import Worker
from directory.models import DocketEntry, Draft
from directory.requests.encryption import DOCKET_ENCRYPTION, FILE_NUMBER
from directory.requests.presenters.page import page_of
from directory.requests.service.entering import enter_from_draft
from directory.search import sync
from directory.transaction import committing
from directory.vocabulary import RequestEvent as Event
from directory.vocabulary import Role
from tests import factories
from tests.consultations.conftest import Scene, make_scene
from tests.drafts.conftest import begun
from tests.people import signed_in
from tests.requests.conftest import FILE_NUMBER as NUMBER
from tests.requests.conftest import SENT_ON, browser_of, entered, fresh, invited, joined, state
from tests.stored import Kept, deployed

DAY = timedelta(days=1)


def of_draft(scene: Scene) -> DocketEntry:
    draft = begun(scene.people["asker"])
    with committing():
        draft.sent_on = SENT_ON
        return enter_from_draft(scene.viewer("asker"), draft)


def test_a_closed_entry_loses_its_links_and_keeps_its_dates(scene: Scene) -> None:
    linked, sealed = of_draft(scene), entered(scene)
    for one in (linked, sealed):
        state(scene.viewer("asker"), one, Event.WITHDRAWN, SENT_ON + DAY)

    with time_machine.travel(clock.now() + RETENTION + DAY, tick=False):
        shred_requests()

    for one in (fresh(linked), fresh(sealed)):
        assert (one.draft_id, one.consultation_id, one.wrapped_key, one.sealed_file_number) == (None, None, None, b"")
        assert {act.account_id for act in one.acts} == {None}
        page = page_of(scene.viewer("asker"), one, "en")
        assert [event.code for event in page.timeline] == [Event.SENT, Event.WITHDRAWN]
        assert not page.may_write


def test_a_date_of_the_other_state_does_not_open_a_shredded_entry_again(scene: Scene) -> None:
    entry, other = joined(scene)
    state(scene.viewer("asker"), entry, Event.WITHDRAWN, SENT_ON + DAY)
    with time_machine.travel(clock.now() + RETENTION - DAY, tick=False):
        state(scene.viewer("of the central authority"), other, Event.ACKNOWLEDGED, SENT_ON + 10 * DAY)

    with time_machine.travel(clock.now() + RETENTION + DAY, tick=False):
        shred_requests()
        state(scene.viewer("of the central authority"), fresh(other), Event.RETURNED, SENT_ON + 20 * DAY)

    assert (fresh(entry).state, fresh(entry).late_on, fresh(other).state) == ("withdrawn", None, "returned")


def test_an_invitation_ends_when_the_request_is_closed(site: Flask, scene: Scene) -> None:
    entry = invited(scene)
    state(scene.viewer("asker"), entry, Event.WITHDRAWN, SENT_ON + DAY)
    there, address = (
        browser_of(site, scene.people["of the central authority"]),
        f"/en/requests/invitations/{entry.public_id}",
    )

    assert there.get(address).status_code == 404
    assert there.post(address, data={"received_on": "2026-09-10"}).status_code == 404
    assert there.post(f"{address}/decline").status_code == 404


@pytest.mark.parametrize("wait", [RETENTION - DAY, RETENTION + DAY])
def test_what_is_pending_or_young_is_kept(scene: Scene, wait: timedelta) -> None:
    pending, closed = entered(scene), entered(scene)
    state(scene.viewer("asker"), closed, Event.WITHDRAWN, SENT_ON + DAY)

    with time_machine.travel(clock.now() + wait, tick=False):
        shred_requests()

    assert fresh(pending).wrapped_key is not None
    assert (fresh(closed).wrapped_key is None) is (wait > RETENTION)


def test_the_other_state_goes_on_beside_a_shredded_entry(scene: Scene) -> None:
    here, there = joined(scene)
    state(scene.viewer("of the central authority"), there, Event.RETURNED, SENT_ON + 30 * DAY)

    with time_machine.travel(clock.now() + RETENTION + DAY, tick=False):
        shred_requests()
        state(scene.viewer("asker"), here, Event.ARRIVED, SENT_ON + 40 * DAY)

    assert fresh(there).shredded_at is not None
    assert fresh(there).state == fresh(here).state == Event.ARRIVED


def test_an_entry_outlives_its_draft(scene: Scene) -> None:
    entry = of_draft(scene)

    with committing():
        delete_draft(scene.viewer("asker"), db.session.get_one(Draft, entry.draft_id))

    assert fresh(entry).draft_id is None


def test_a_file_number_does_not_open_in_another_entry(scene: Scene) -> None:
    first, second = entered(scene), entered(scene)

    with pytest.raises(NotOpened):
        DOCKET_ENCRYPTION.cipher_of(second).open(FILE_NUMBER, first.sealed_file_number)


# On SQLite; on both by `make long-cases`.
@pytest.mark.long(each=2)
def test_a_file_number_is_in_no_file_backup_letter_log_or_export(
    kept: Kept, tmp_path: Path, capsys: pytest.CaptureFixture[str]
) -> None:
    with deployed(kept, tmp_path / "quiet") as app:
        found = write_and_read(app, kept)
    log = capsys.readouterr().err

    assert found == []
    assert "quoll" not in log.lower()


def write_and_read(app: Flask, kept: Kept) -> list[str]:
    """Write a file number on the pages, and return what holds it though it should not."""
    scene = make_scene()
    client = browser_of(app, scene.people["asker"])
    typed = {"day": "2026-09-01", "measure": "hearing_witness", "offence": "tip", "file_number": "7/Quoll"}
    made = client.post("/en/requests/new?direction=outgoing&state=FR", data=typed)
    assert "7/Quoll" in client.get(made.location).text
    refused = client.post(f"{made.location}/edit", data=typed | {"seen": "9", "file_number": "8/Quoll"})
    assert refused.status_code == 422
    administrator = signed_in(app, factories.account(Role.ADMINISTRATOR))
    exports = [administrator.get(f"/en/history/export?format={ending}").text for ending in ("csv", "jsonl")]
    exports += [client.get(f"/en/requests/export.{ending}").text for ending in ("csv",)]
    Worker().run_once()
    sync.rebuild()
    assert NUMBER not in str(exports)
    return [*kept.holding("quoll"), *(one for one in exports if "quoll" in one.lower())]


@pytest.mark.parametrize("is_seen_before", [True, False])
def test_a_draft_whose_outline_a_desk_saw_before_is_sent_after_a_consultation(
    scene: Scene, is_seen_before: bool
) -> None:
    draft, asked = begun(scene.people["asker"]), scene.ask()
    with committing():
        share(scene.viewer("asker"), draft, asked, OutlineContent(), {}, WrittenText("Is this enough?", "en"))
        draft.sent_on = clock.today() - (DAY if not is_seen_before else timedelta())
        entry = enter_from_draft(scene.viewer("asker"), draft)

    assert fresh(entry).after_consultation == is_seen_before


@pytest.mark.parametrize("is_asked_before", [True, False])
def test_that_a_consultation_came_before_outlives_the_link_to_it(scene: Scene, is_asked_before: bool) -> None:
    draft = begun(scene.people["asker"])
    asked = scene.ask() if is_asked_before else None
    with committing():
        draft.sent_on, draft.consultation_id = SENT_ON, asked.id if asked else None
        entry = enter_from_draft(scene.viewer("asker"), draft)
    state(scene.viewer("asker"), entry, Event.WITHDRAWN, SENT_ON + DAY)

    with time_machine.travel(clock.now() + RETENTION + DAY, tick=False):
        shred_requests()

    found = fresh(entry)
    assert (found.consultation_id, found.after_consultation) == (None, is_asked_before)
