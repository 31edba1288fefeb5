"""A draft whose request was sent: what is written down, and the desk that is told next."""

from flask import Flask
from sqlalchemy import select

from directory.extensions import db
from directory.models import AuditEvent, Draft
from tests.consultations.conftest import Scene
from tests.drafts.conftest import begun, browser_of, office, person
from tests.drafts.test_outlines import address, form_of
from tests.html import parse

SENT = {"sent_on": "2026-11-02", "channel": "diplomatic"}


def test_it_is_written_down_when_and_how_a_request_was_sent(site: Flask) -> None:
    owner = person(office())
    draft, client = begun(owner), browser_of(site, owner)

    answers = [client.post(address(draft, "/sent"), data=SENT).status_code for _time in range(2)]
    page = client.get(address(draft)).text

    acts = select(AuditEvent.actor_id).where(AuditEvent.action == "draft_sent", AuditEvent.key == draft.public_id)
    assert answers == [303, 303]
    assert db.session.scalars(acts).all() == [owner.id]
    assert "The request was sent on 2 November 2026." in page
    assert "Diplomatic channel" in page
    assert "/en/consultations/new?state=FR&amp;measure=hearing_witness&amp;when=after&amp;sent_on=2026-11-02" in page


def test_who_may_not_read_a_draft_does_not_write_it_down(site: Flask) -> None:
    owner, stranger = person(office()), person(office())
    draft = begun(owner)

    assert browser_of(site, stranger).post(address(draft, "/sent"), data=SENT).status_code == 404
    assert db.session.get_one(Draft, draft.id).sent_on is None


def test_a_draft_that_was_sent_leads_to_the_consultation_in_which_the_desk_is_told(site: Flask, scene: Scene) -> None:
    made, asker = scene.ask(reference=""), scene.people["asker"]
    draft, client = begun(asker), browser_of(site, asker)
    assert client.post(address(draft, "/outline"), data=form_of(client, draft)).status_code == 303
    client.post(address(draft, "/sent"), data=SENT)

    tell = parse(client.get(address(draft))).one(f'a[href^="/en/consultations/{made.public_id}/sent"]')
    form = parse(client.get(str(tell["href"])))
    told = {"sent_on": form.one("#sent_on")["value"], "channel": form.one("option[selected]")["value"]}
    client.post(f"/en/consultations/{made.public_id}/sent", data=told | {"reference": ""})

    assert told == SENT
    assert not parse(client.get(address(draft))).all(f'a[href^="/en/consultations/{made.public_id}/sent"]')
