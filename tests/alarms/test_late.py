"""An alarm that nobody acknowledged in time keeps its button while its question waits for an acknowledgement."""

from collections.abc import Callable
from datetime import datetime

import pytest
import time_machine
from flask import Flask
from sqlalchemy import select

from directory import clock
from directory.accounts.revocation import RevocationEvent, end_secrets
from directory.alarms.service import acknowledge, token_of
from directory.consultations.service.answering import acknowledge as acknowledge_question
from directory.extensions import db
from directory.models import AlarmAttempt, Consultation, Shift
from directory.transaction import committing
from directory.vocabulary import AlarmEnd, ConsultationState
from tests.alarms.conftest import MINUTES, NIGHT, REPLY_PASSWORD, VOICE, alarms_of, ask, work
from tests.consultations.conftest import Scene
from tests.html import Element, parse
from tests.people import signed_in, visit

BUTTON = "I am awake and look at it"
LATE = NIGHT + 6 * MINUTES


def ended_unanswered(scene: Scene) -> tuple[Consultation, AlarmAttempt]:
    """Ask an urgent question. The alarm to the member on duty ends, and the deputy is woken."""
    made = ask(scene)
    for minute in range(6):
        work(NIGHT + minute * MINUTES)
    [first, second] = alarms_of(made)
    assert (first.end, second.end) == (AlarmEnd.UNACKNOWLEDGED, AlarmEnd.NONE)
    return made, first.attempts[0]


def page_of(app: Flask, attempt: AlarmAttempt, at: datetime = LATE) -> Element:
    with time_machine.travel(at, tick=False):
        return parse(app.test_client().get(f"/en/alarms/{token_of(attempt)}")).one("main")


def press(app: Flask, attempt: AlarmAttempt, at: datetime = LATE) -> Element:
    client = app.test_client()
    visit(client)
    with time_machine.travel(at, tick=False):
        return parse(client.post(f"/en/alarms/{token_of(attempt)}", follow_redirects=True)).one("main")


def test_the_button_works_late_and_ends_the_alarm_of_the_next(gateways_app: Flask, scene: Scene) -> None:
    made, attempt = ended_unanswered(scene)

    before, after = page_of(gateways_app, attempt), press(gateways_app, attempt)

    assert "it used each of your ways once and does not begin again" in before.text
    assert [one.text for one in before.all("form button")] == [BUTTON]
    assert "Acknowledged: 26 November 2026, 03:06 (\u2068UTC+01:00\u2069)" in after.text
    db.session.expire_all()
    assert (made.state, made.acknowledged_at) == (ConsultationState.ACKNOWLEDGED, LATE)
    assert [one.end for one in alarms_of(made)] == [AlarmEnd.ACKNOWLEDGED, AlarmEnd.NOT_NEEDED]
    assert attempt.way is not None
    assert attempt.way.proven_at == LATE


def acknowledged(scene: Scene, made: Consultation) -> None:
    acknowledge_question(scene.viewer("deputy"), made)


def reached_by_alarm(_scene: Scene, made: Consultation) -> None:
    assert acknowledge(alarms_of(made)[1].attempts[0], clock.now())


def off_duty(scene: Scene, _made: Consultation) -> None:
    shift = db.session.scalars(select(Shift).where(Shift.focal_point_key == scene.desk)).one()
    shift.ends_at = NIGHT


def revoked(scene: Scene, _made: Consultation) -> None:
    end_secrets(scene.people["member"], RevocationEvent.NEW_PASSWORD)


@pytest.mark.parametrize(
    ("become", "words"),
    [
        (acknowledged, "This alarm has ended: it is no longer needed."),
        (reached_by_alarm, "This alarm has ended: it is no longer needed."),
        (off_duty, "You are no longer on duty."),
        (revoked, "The links of this alarm are no longer valid"),
    ],
)
def test_it_does_not_work_any_more(
    gateways_app: Flask, scene: Scene, become: Callable[[Scene, Consultation], None], words: str
) -> None:
    made, attempt = ended_unanswered(scene)
    with time_machine.travel(LATE, tick=False), committing():
        become(scene, made)
    db.session.expire_all()
    before = (made.state, made.acknowledged_at)

    page, pressed = page_of(gateways_app, attempt, LATE + MINUTES), press(gateways_app, attempt, LATE + MINUTES)

    assert (words in page.text, words in pressed.text) == (True, True)
    assert [one.text for one in page.all("form button")] == []
    db.session.expire_all()
    assert (made.state, made.acknowledged_at) == before
    assert attempt.acknowledged_at is None


def test_an_answer_to_the_sms_works_late_too(gateways_app: Flask, scene: Scene) -> None:
    made, attempt = ended_unanswered(scene)
    late = NIGHT + 120 * MINUTES
    sent = {"From": "+33100000011", "Body": attempt.alarm.number}

    with time_machine.travel(late, tick=False):
        gateways_app.test_client().post("/alarms/replies", auth=("gateway", REPLY_PASSWORD), data=sent)

    db.session.expire_all()
    assert made.acknowledged_at == late


def test_a_call_keeps_its_link_on_the_own_page(gateways_app: Flask, scene: Scene) -> None:
    _made, attempt = ended_unanswered(scene)
    with time_machine.travel(LATE, tick=False):
        page = parse(signed_in(gateways_app, scene.people["member"]).get("/en/account/alarms"))

    [call] = [one for one in attempt.alarm.attempts if one.kind == VOICE]
    assert f"/en/alarms/{token_of(call)}" in page.one("[aria-labelledby=alarms]").links
