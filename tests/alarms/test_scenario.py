"""Alarms by the clock: the ways in their order, then the next of the chain; nobody off duty is woken."""

import pytest
import time_machine
from sqlalchemy import select, update

from directory import clock
from directory.alarms.service import acknowledge, end_overdue, raise_alarm
from directory.consultations.service.answering import acknowledge as acknowledge_question
from directory.extensions import db
from directory.models import AlarmGateway, AlarmWay, ConsultationStep, Shift
from directory.transaction import committing
from directory.vocabulary import AlarmEnd, AlarmOccasion, AttemptState
from tests.alarms.conftest import MINUTES, NIGHT, SMS, VOICE, add_way, alarms_of, ask, work
from tests.alarms.gateway import Gateway
from tests.consultations.conftest import Scene


def test_the_ways_come_in_their_order_then_the_deputy_is_woken_and_acknowledges(scene: Scene, gateway: Gateway) -> None:
    made = ask(scene)

    work(NIGHT)
    assert gateway.recipients == ["+33100000011"]
    work(NIGHT + 2 * MINUTES)
    assert gateway.recipients == ["+33100000011"]
    work(NIGHT + 3 * MINUTES)
    assert gateway.recipients == ["+33100000011", "+33100000012"]
    work(NIGHT + 5 * MINUTES)
    assert gateway.recipients[2:] == ["+33100000021"]
    work(NIGHT + 8 * MINUTES)
    assert gateway.recipients[3:] == ["+33100000022"]

    call = alarms_of(made)[1].attempts[1]
    with time_machine.travel(NIGHT + 9 * MINUTES, tick=False), committing():
        assert acknowledge(call, clock.now())
    work(NIGHT + 20 * MINUTES)

    assert gateway.recipients[4:] == []
    assert made.acknowledged_at == NIGHT + 9 * MINUTES
    assert [one.end for one in alarms_of(made)] == [AlarmEnd.UNACKNOWLEDGED, AlarmEnd.ACKNOWLEDGED]
    assert call.acknowledged_at == NIGHT + 9 * MINUTES


def test_a_gateway_that_fails_is_gone_round_at_once_and_rests(scene: Scene, gateway: Gateway) -> None:
    gateway.status = 503
    made = ask(scene)

    work(NIGHT)

    attempts = alarms_of(made)[0].attempts
    assert [(one.kind, one.state, one.reply) for one in attempts] == [
        (SMS, AttemptState.FAILED, "503"),
        (VOICE, AttemptState.FAILED, "503"),
    ]
    assert {one.name for one in db.session.scalars(select(AlarmGateway))} == {SMS, VOICE}
    assert gateway.recipients == ["+33100000011", "+33100000012"]


def test_whoever_goes_off_duty_is_not_woken_any_more(scene: Scene, gateway: Gateway) -> None:
    with committing():
        shift = db.session.scalars(select(Shift).where(Shift.focal_point_key == scene.desk)).one()
        shift.ends_at = NIGHT + 2 * MINUTES
    made = ask(scene)

    for minute in range(4):
        work(NIGHT + minute * MINUTES)

    assert gateway.recipients == ["+33100000011", "+33100000021"]
    assert alarms_of(made)[0].end == AlarmEnd.OFF_DUTY


def test_nobody_is_woken_for_a_question_that_is_not_urgent(scene: Scene, gateway: Gateway) -> None:
    made = ask(scene, urgency="normal")

    work(NIGHT)

    assert (gateway.requests, alarms_of(made)) == ([], [])


def test_coordinators_are_told_by_mail_alone(scene: Scene, gateway: Gateway) -> None:
    made = ask(scene)

    for minute in range(0, 200, 2):
        work(NIGHT + minute * MINUTES)

    taken = db.session.scalars(select(ConsultationStep).where(ConsultationStep.consultation_id == made.id))
    assert "coordinator" in {one.reached for one in taken}
    assert not {"+33100000041", "+33100000042"} & set(gateway.recipients)
    assert len(gateway.recipients) == len(set(gateway.recipients)) + 2  # The duty officer again at the deadline.


def test_a_question_that_is_acknowledged_on_its_page_wakes_nobody_more(scene: Scene, gateway: Gateway) -> None:
    made = ask(scene)
    work(NIGHT)
    with time_machine.travel(NIGHT + MINUTES, tick=False), committing():
        acknowledge_question(scene.viewer("member"), made)

    work(NIGHT + 10 * MINUTES)

    assert gateway.recipients == ["+33100000011"]
    assert [one.end for one in alarms_of(made)] == [AlarmEnd.NOT_NEEDED]


@pytest.mark.parametrize(
    ("unproven", "woken", "reached"),
    [
        (["member"], ["+33100000021"], ["duty", "deputy"]),
        (["member", "deputy"], ["+33100000031"], ["duty", "deputy", "head"]),
        # Nobody can be woken: the question goes on at its usual pace, by letters.
        (["member", "deputy", "head"], [], ["duty"]),
    ],
)
def test_a_way_that_was_never_proven_is_not_used_and_the_next_who_can_be_woken_is_woken_at_once(
    scene: Scene, gateway: Gateway, unproven: list[str], woken: list[str], reached: list[str]
) -> None:
    with committing():
        people = [scene.people[one].id for one in unproven]
        db.session.execute(update(AlarmWay).where(AlarmWay.account_id.in_(people)).values(proven_at=None))
    made = ask(scene)

    work(NIGHT)

    assert gateway.recipients == woken
    taken = select(ConsultationStep.reached).where(ConsultationStep.consultation_id == made.id)
    assert list(db.session.scalars(taken.order_by(ConsultationStep.id))) == reached


def test_no_message_holds_anything_of_what_waits(scene: Scene, gateway: Gateway) -> None:
    made = ask(scene)
    for minute in range(0, 30, 2):
        work(NIGHT + minute * MINUTES)

    sent = b"".join(path.encode() + str(headers).encode() + body for path, headers, body in gateway.requests).decode()
    texts = {one["message"].split("http")[0].strip() for one in gateway.messages}
    answer = " Press the button behind the link, or answer with the number of the alarm:"
    assert texts == {
        f"Something waits at Counterpart. Alarm {one.number}.{told}" for one in alarms_of(made) for told in ("", answer)
    }
    for word in (made.public_id, scene.desk, "France", "Kyrgyz", "hearing", "wombat", "quokka", "casc"):
        assert word not in sent


def test_the_second_acknowledgement_changes_nothing(scene: Scene, gateway: Gateway) -> None:
    made = ask(scene)
    work(NIGHT)
    [alarm] = alarms_of(made)
    with time_machine.travel(NIGHT + MINUTES, tick=False), committing():
        acknowledge(alarm.attempts[0], clock.now())
    with time_machine.travel(NIGHT + 2 * MINUTES, tick=False), committing():
        again = acknowledge(alarm.attempts[0], clock.now())

    assert not again
    assert made.acknowledged_at == NIGHT + MINUTES


def test_a_trial_proves_its_way(scene: Scene, gateway: Gateway) -> None:
    way = add_way(scene, "asker", SMS, "+33155500000", 0, 3, proven=False)
    with time_machine.travel(NIGHT, tick=False), committing():
        alarm = raise_alarm(scene.people["asker"], AlarmOccasion.TRIAL, clock.now(), ways=[way])
    assert alarm is not None
    work(NIGHT)
    with time_machine.travel(NIGHT + MINUTES, tick=False), committing():
        acknowledge(alarm.attempts[0], clock.now())

    assert gateway.recipients == ["+33155500000"]
    assert way.proven_at == NIGHT + MINUTES


def test_an_alarm_ends_when_all_its_ways_have_waited_in_vain(scene: Scene) -> None:
    made = ask(scene)
    with time_machine.travel(NIGHT + 4 * MINUTES, tick=False), committing():
        assert not end_overdue(clock.now())
    with time_machine.travel(NIGHT + 5 * MINUTES, tick=False), committing():
        assert end_overdue(clock.now())
    assert alarms_of(made)[0].end == AlarmEnd.UNACKNOWLEDGED
