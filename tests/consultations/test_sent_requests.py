"""After a request was sent: what is written down of it, where it is, and the consultations before and after."""

from datetime import timedelta

import pytest
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.consultations.queries import threads
from directory.consultations.service import answering, asking, seats, sending
from directory.consultations.service.entries import WrittenText
from directory.consultations.service.sending import SentRequest
from directory.errors import NotFound
from directory.extensions import db
from directory.models import AuditEvent, Consultation
from directory.transaction import committing
from tests.consultations.conftest import SUBJECT, Scene, letters_of
from tests.consultations.test_pages import ASKED, client_of, newest, page_of
from tests.html import parse

SENT = {"sent_on": "2026-11-02", "channel": "diplomatic", "reference": "No. 12-fossa"}
BEFORE = ["welcome", "with_changes", "other_channel", "not_possible"]
AFTER = ["received", "not_found", "passed_on", "being_executed", "executed", "more_needed", "not_possible"]


def acts_of(made: Consultation) -> list[str]:
    own = (AuditEvent.kind == "consultation", AuditEvent.key == made.public_id)
    return list(db.session.scalars(select(AuditEvent.action).where(*own).order_by(AuditEvent.id)))


def outcomes_offered(site: Flask, scene: Scene, made: Consultation) -> list[str]:
    page = parse(client_of(site, scene, "member").get(page_of(made, "/answer")))
    return [one["value"] for one in page.all("input[name=outcome]")]


def test_the_asking_side_writes_down_that_the_request_was_sent_and_the_desk_is_told(site: Flask, scene: Scene) -> None:
    made = scene.ask(reference="")

    answer = client_of(site, scene, "asker").post(page_of(made, "/sent"), data=SENT)
    page = client_of(site, scene, "member").get(page_of(made)).text

    assert answer.status_code == 303
    assert [one for one in ("2 November 2026", "Diplomatic channel", "No. 12-fossa") if one not in page] == []
    assert acts_of(made) == ["consultation_asked", "consultation_sent"]
    assert ("consultation_news", scene.stored("member").email) in letters_of(made)
    assert b"fossa" not in db.session.get_one(Consultation, made.id).sealed_reference


def test_what_was_written_down_can_be_corrected_and_is_not_written_down_twice(site: Flask, scene: Scene) -> None:
    made, asker = scene.ask(reference=""), client_of(site, scene, "asker")
    for _time in range(2):
        asker.post(page_of(made, "/sent"), data=SENT)

    asker.post(page_of(made, "/sent"), data=SENT | {"channel": "central"})
    form = parse(asker.get(page_of(made, "/sent")))

    assert acts_of(made).count("consultation_sent") == 2
    assert form.one("option[selected]")["value"] == "central"
    assert form.one("#reference")["value"] == "No. 12-fossa"


@pytest.mark.parametrize("day", ["", "2026-13-01", "9999-01-01"])
def test_a_day_that_cannot_be_is_refused_and_nothing_typed_is_lost(site: Flask, scene: Scene, day: str) -> None:
    made = scene.ask()

    answer = client_of(site, scene, "asker").post(page_of(made, "/sent"), data=SENT | {"sent_on": day})

    assert answer.status_code == 422
    assert "No. 12-fossa" in answer.text
    assert acts_of(made) == ["consultation_asked"]


@pytest.mark.parametrize("who", ["member", "stranger at home", "coordinator here", "administrator", "third State"])
def test_nobody_else_writes_it_down(site: Flask, scene: Scene, who: str) -> None:
    made = scene.ask()

    assert client_of(site, scene, who).post(page_of(made, "/sent"), data=SENT).status_code == 404
    with pytest.raises(NotFound), committing():
        sending.note_sent(scene.viewer(who), made, SentRequest(clock.today()))


def test_a_closed_consultation_stays_closed_when_the_request_is_sent(site: Flask, scene: Scene) -> None:
    made = scene.ask()
    with committing():
        asking.close(scene.viewer("asker"), made)

    client_of(site, scene, "asker").post(page_of(made, "/sent"), data=SENT)

    assert db.session.get_one(Consultation, made.id).state == "closed"
    assert acts_of(made)[-1] == "consultation_sent"


def test_the_desk_answers_otherwise_before_a_request_is_sent_and_after(site: Flask, scene: Scene) -> None:
    made = scene.ask()

    before = outcomes_offered(site, scene, made)
    client_of(site, scene, "asker").post(page_of(made, "/sent"), data=SENT)

    assert before == BEFORE
    assert outcomes_offered(site, scene, made) == AFTER


def test_the_desk_says_to_which_institution_the_request_was_passed_on(site: Flask, scene: Scene) -> None:
    made, member = scene.ask(formal_request_on=clock.today()), client_of(site, scene, "member")
    words = {"outcome": "passed_on", "passed_on_to": scene.executing_office, "text": "Today.", "written_in": "en"}

    member.post(page_of(made, "/answer"), data=words)
    passed_on = client_of(site, scene, "asker").get(page_of(made)).text
    member.post(page_of(made, "/answer"), data=words | {"outcome": "executed", "text": "Yesterday."})
    executed = parse(client_of(site, scene, "asker").get(page_of(made)))

    assert f"/en/authorities/{scene.executing_office}" in passed_on
    outcomes = [one.text for one in executed.all(".thread li b")]
    assert outcomes == ["The request has been passed on", "The request has been executed and returned"]
    assert not executed.all(f'a[href="/en/authorities/{scene.executing_office}"]')
    assert client_of(site, scene, "executing officer").get(page_of(made)).status_code == 404


def test_where_a_request_is_is_asked_with_nothing_typed_twice(site: Flask, scene: Scene) -> None:
    earlier, asker = scene.ask(reference="", treaty="untoc"), client_of(site, scene, "asker")
    asker.post(page_of(earlier, "/sent"), data=SENT)

    form = parse(asker.get(f"/en/consultations/new?desk={scene.desk}&earlier={earlier.public_id}"))

    chosen = {one["value"] for path in ("option[selected]", "input[checked]") for one in form.all(f"main {path}")}
    typed = {form.one(f"#{name}")["value"] for name in ("sent_on", "reference")}
    assert {"hearing_witness", "tip", "untoc", "normal", "after", "diplomatic", earlier.public_id} <= chosen
    assert typed == {"2026-11-02", "No. 12-fossa"}


def test_who_is_shown_the_reference_of_the_earlier_consultation_stands_in_its_readings(
    site: Flask, scene: Scene
) -> None:
    earlier = scene.ask(reference="No. 12-fossa", formal_request_on=clock.today())
    with committing():
        seats.add_coworker(scene.viewer("asker"), earlier, scene.people["colleague"].id)
        answering.send_message(scene.viewer("member"), earlier, WrittenText("It arrived.", "en"))
    address, unread = f"/en/consultations/new?desk={scene.desk}&earlier={earlier.public_id}", {earlier.id}

    client_of(site, scene, "colleague").head(address)
    before = threads.list_readings(earlier)
    page = client_of(site, scene, "colleague").get(address).text

    assert before == []
    assert "No. 12-fossa" in page
    assert [(one.account_id, one.way) for one in threads.list_readings(earlier)] == [
        (scene.numbers["colleague"], "page")
    ]
    assert threads.list_unread(scene.viewer("colleague"), [earlier]) == unread


def test_the_earlier_and_the_later_consultation_show_each_other_to_those_who_may_see_both(
    site: Flask, scene: Scene
) -> None:
    earlier, asker = scene.ask(), client_of(site, scene, "asker")
    asker.post(f"/en/consultations/new?desk={scene.desk}", data=ASKED | {"earlier": earlier.public_id})
    later = newest()
    with committing():
        # A co-worker who came later: of the first consultation they know nothing.
        seats.add_coworker(scene.viewer("asker"), later, scene.people["colleague"].id)

    for who in ("asker", "member", "coordinator here", "coordinator there", "administrator"):
        client = client_of(site, scene, who)
        assert page_of(later) in client.get(page_of(earlier)).text
        assert page_of(earlier) in client.get(page_of(later)).text
    colleague = client_of(site, scene, "colleague")
    assert colleague.get(page_of(earlier)).status_code == 404
    assert earlier.public_id not in colleague.get(page_of(later)).text
    assert SUBJECT not in client_of(site, scene, "administrator").get(page_of(later)).text


def test_only_an_own_consultation_with_the_same_desk_is_named_as_the_earlier_one(site: Flask, scene: Scene) -> None:
    others = scene.ask(desk=scene.other_desk)
    client = client_of(site, scene, "asker")

    answer = client.post(f"/en/consultations/new?desk={scene.desk}", data=ASKED | {"earlier": others.public_id})

    assert answer.status_code == 422
    assert others.public_id not in client.get(f"/en/consultations/new?desk={scene.desk}").text


def test_the_page_says_how_far_each_deadline_is(site: Flask, scene: Scene) -> None:
    made = scene.ask(urgency="urgent")

    with clock.frozen_at(made.acknowledge_by - timedelta(minutes=20)):
        page = client_of(site, scene, "asker").get(page_of(made)).text

    assert "in 20 minutes" in page
    assert "40 minutes ago" in page
