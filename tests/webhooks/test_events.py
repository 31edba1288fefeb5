"""Whoever may read a consultation is told of the changes of its state, once, and nobody else is."""

import json
from datetime import timedelta

import pytest
import time_machine
from sqlalchemy import select

from directory import clock
from directory.alarms.queries import list_about
from directory.alarms.service import end_alarm, raise_alarm
from directory.consultations.service import answering, asking, seats
from directory.consultations.service.answering import Reply
from directory.consultations.service.entries import WrittenText
from directory.extensions import db
from directory.jobs.batches import in_batches
from directory.models import Alarm, AlarmWay, Consultation, DeskRota, Exercise, Shift, Webhook, WebhookDelivery
from directory.requests.queries.entries import get_held, get_invitation
from directory.requests.service import keeping, pairing
from directory.transaction import committing
from directory.vocabulary import AlarmEnd, AlarmOccasion, AlarmWayKind, RequestEvent, WebhookFault
from directory.webhooks import events
from directory.webhooks.delivery import send_due
from tests import factories
from tests.consultations.conftest import NETWORK, Scene
from tests.requests import conftest as docket
from tests.webhooks.conftest import MINUTE, START, add_webhook, ask, deliveries_of, work
from tests.webhooks.receiver import Receiver

WORDS = WrittenText("Yes.", "en")


def work_now(receiver: Receiver) -> None:
    """Send what waits, as often as anything does: of one subject one message is sent at a time."""
    in_batches(events.queue_next)
    while send_due(receiver.sender(), clock.now()):
        db.session.rollback()


def told(receiver: Receiver) -> list[str]:
    return [json.loads(one.body)["type"] for one in receiver.received]


def whole(scene: Scene) -> Consultation:
    """Return a consultation that was asked, acknowledged, answered, closed and reopened, with a message."""
    made, asker, member = ask(scene), scene.viewer("asker"), scene.viewer("member")
    steps = (
        lambda: answering.acknowledge(member, made),
        lambda: answering.send_message(asker, made, WORDS),
        lambda: answering.answer(member, made, Reply("welcome", (), WORDS)),
        lambda: asking.close(asker, made),
        lambda: asking.reopen(asker, made, WORDS),
    )
    for number, step in enumerate(steps, 1):
        with time_machine.travel(START + number * timedelta(seconds=1), tick=False), committing():
            step()
    return made


WHOLE = [f"consultation.{act}" for act in ("asked", "acknowledged", "answered", "closed", "reopened")]


@pytest.mark.parametrize("who", ["asker", "member", "deputy", "head"])
def test_each_side_is_told_of_each_change_of_the_state(scene: Scene, receiver: Receiver, who: str) -> None:
    add_webhook(scene.people[who])
    whole(scene)

    work(receiver.sender(), START + MINUTE)

    assert told(receiver) == WHOLE


@pytest.mark.parametrize(
    "who",
    [
        "colleague",
        "stranger at home",
        "member of the other desk",
        "of the central authority",
        "executing officer",
        "third State",
        "coordinator there",
        "coordinator here",
        "coordinator elsewhere",
        "administrator",
    ],
)
def test_nobody_else_is_told_anything(scene: Scene, receiver: Receiver, who: str) -> None:
    webhook, _ = add_webhook(scene.people[who])
    whole(scene)

    work(receiver.sender(), START + MINUTE)

    assert (receiver.received, deliveries_of(webhook)) == ([], [])


def test_a_desk_that_gets_a_question_handed_over_is_told_and_the_former_desk_is_not(
    scene: Scene, receiver: Receiver
) -> None:
    add_webhook(scene.people["member of the other desk"])
    former, _ = add_webhook(scene.people["member"], "https://receiver.example.org/former")
    made = ask(scene)
    with time_machine.travel(START + timedelta(seconds=1), tick=False), committing():
        seats.hand_over(scene.viewer("member"), made, scene.other_desk, WORDS)

    work(receiver.sender(), START + MINUTE)

    assert told(receiver) == ["consultation.asked", "consultation.handed_over"]
    assert {one.path for one in receiver.received} == {"/hook?key=quokka-4711"}
    assert deliveries_of(former) == []


def test_both_states_are_told_of_a_request_in_their_own_entries_and_nobody_else_is(
    scene: Scene, receiver: Receiver
) -> None:
    """Of an invitation and of the dates of the other State too, each time with no id of the other State's entry but in
    the invitation."""
    for who in ("asker", "of the central authority", "stranger at home", "coordinator here", "third State"):
        add_webhook(scene.people[who], f"https://receiver.example.org/{scene.people[who].id}")
    asker, there = scene.viewer("asker"), scene.viewer("of the central authority")
    with time_machine.travel(START, tick=True):
        entry = docket.invited(scene)
        work_now(receiver)
        with committing():
            own = pairing.join(there, get_invitation(there, entry.public_id), "", START.date())
        docket.state(there, own, RequestEvent.ACKNOWLEDGED, START.date())
        docket.state(asker, docket.fresh(entry), RequestEvent.WITHDRAWN, START.date())
        work_now(receiver)

    def told_to(who: str) -> list[tuple[str, str, str]]:
        path = f"/{scene.people[who].id}"
        bodies = [json.loads(one.body) for one in receiver.received if one.path == path]
        return [(one["type"], one["data"]["kind"], one["data"]["id"]) for one in bodies]

    theirs = docket.fresh(own).public_id
    assert told_to("asker") == [
        ("request.entered", "request", entry.public_id),
        *[("request.changed", "request", entry.public_id)] * 3,
    ]
    assert told_to("of the central authority") == [
        ("request.invited", "request_invitation", entry.public_id),
        ("request.entered", "request", theirs),
        *[("request.changed", "request", theirs)] * 3,
    ]
    for who in ("stranger at home", "coordinator here", "third State"):
        assert told_to(who) == []


def test_an_invitation_that_was_taken_back_is_not_told(scene: Scene, receiver: Receiver) -> None:
    webhook, _ = add_webhook(scene.people["of the central authority"])
    entry, asker = docket.invited(scene), scene.viewer("asker")
    in_batches(events.queue_next)
    with committing():
        pairing.take_back(asker, get_held(asker, entry.public_id))

    work(receiver.sender(), clock.now() + MINUTE)

    assert ([one.fault for one in deliveries_of(webhook)], receiver.received) == ([WebhookFault.WITHHELD], [])


def test_an_office_that_gets_a_request_handed_over_is_told_and_the_former_office_is_not(
    scene: Scene, receiver: Receiver
) -> None:
    new, asker = docket.other_office(scene), scene.viewer("asker")
    add_webhook(new, "https://receiver.example.org/new")
    entry = docket.entered(scene)
    former, _ = add_webhook(scene.people["asker"], "https://receiver.example.org/former")
    with committing():
        held = get_held(asker, entry.public_id)
        keeping.hand_over(asker, held, str(new.authority_key), held.version)

    work(receiver.sender(), clock.now() + MINUTE)

    assert told(receiver) == ["request.entered", "request.handed_over"]
    assert {one.path for one in receiver.received} == {"/new"}
    assert deliveries_of(former) == []


def test_an_event_is_queued_once_though_the_worker_looks_twice(scene: Scene, receiver: Receiver) -> None:
    webhook, _ = add_webhook(scene.people["asker"])
    ask(scene)
    work(receiver.sender(), START + MINUTE)

    work(receiver.sender(), START + 2 * MINUTE)

    assert len(receiver.received) == len(deliveries_of(webhook)) == 1


def test_many_events_are_queued_in_their_order(
    scene: Scene, receiver: Receiver, monkeypatch: pytest.MonkeyPatch
) -> None:
    monkeypatch.setattr(events, "AT_ONCE", 2)
    add_webhook(scene.people["asker"])
    made = [ask(scene).public_id for _ in range(5)]

    work(receiver.sender(), START + MINUTE)

    assert [json.loads(one.body)["data"]["id"] for one in receiver.received] == made


def test_two_webhooks_of_one_person_are_both_told(scene: Scene, receiver: Receiver) -> None:
    for path in ("one", "two"):
        add_webhook(scene.people["asker"], f"https://receiver.example.org/{path}")
    ask(scene)

    work(receiver.sender(), START + MINUTE)

    assert sorted(one.path for one in receiver.received) == ["/one", "/two"]
    assert len({one.id for one in receiver.received}) == 2


def test_a_consultation_of_an_exercise_is_marked(scene: Scene, receiver: Receiver) -> None:
    add_webhook(scene.people["asker"])
    made = ask(scene)
    exercise = Exercise(network_key=NETWORK, level=1, title="A", language="en", scenario="B", state="running")
    exercise.starts_at = exercise.ends_at = START
    exercise.creator_id = scene.people["coordinator there"].id
    factories.add(exercise)
    with committing():
        made.exercise_id = exercise.id

    work(receiver.sender(), START + MINUTE)

    assert json.loads(receiver.received[0].body)["data"]["is_exercise"] is True


@pytest.fixture
def alarm(scene: Scene) -> Alarm:
    """Return the alarm that an urgent question raises to the member on duty. Two webhooks know of it, and all else was
    delivered: the member's, and one of the deputy."""
    member = scene.people["member"]
    factories.add(DeskRota(focal_point_key=scene.desk, zone="Europe/Paris", version=1))
    duty = {"starts_at": START - MINUTE, "ends_at": START + 600 * MINUTE}
    factories.add(Shift(focal_point_key=scene.desk, account_id=member.id, **duty))
    way = {"kind": AlarmWayKind.MAIL, "position": 0, "wait_minutes": 30, "proven_at": START - MINUTE}
    factories.add(AlarmWay(account_id=member.id, **way))
    add_webhook(member)
    add_webhook(scene.people["deputy"], "https://receiver.example.org/deputy")
    with time_machine.travel(START, tick=False):
        made = scene.ask(urgency="urgent")
    return list_about(AlarmOccasion.CONSULTATION, made.public_id)[0]


@pytest.mark.parametrize("is_exercise", [False, True])
def test_an_alarm_is_told_to_its_person_alone_and_marked_if_it_is_of_an_exercise(
    receiver: Receiver, alarm: Alarm, is_exercise: bool
) -> None:
    with committing():
        alarm.is_exercise = is_exercise

    work(receiver.sender(), START + MINUTE)
    work(receiver.sender(), START + 2 * MINUTE)

    alarms = [(one.path, json.loads(one.body)) for one in receiver.received if "alarm" in one.body]
    assert [(path, one["type"], one["data"]) for path, one in alarms] == [
        ("/hook?key=quokka-4711", "alarm.raised", {"kind": "alarm", "id": alarm.number, "is_exercise": is_exercise})
    ]


def test_an_alarm_that_ended_before_it_was_told_is_not_told(receiver: Receiver, alarm: Alarm) -> None:
    receiver.statuses = [200, 200, 500]
    work(receiver.sender(), START + MINUTE)
    tried = [one.body for one in receiver.received if "alarm" in one.body]
    with committing():
        end_alarm(alarm, AlarmEnd.NOT_NEEDED, START + MINUTE)

    for minutes in (3, 30):
        work(receiver.sender(), START + minutes * MINUTE)

    found = select(WebhookDelivery.fault).where(WebhookDelivery.subject_kind == "alarm")
    assert (len(tried), [one.body for one in receiver.received if "alarm" in one.body]) == (1, tried)
    assert db.session.scalars(found.order_by(WebhookDelivery.id.desc())).first() == WebhookFault.WITHHELD


def test_a_trial_of_a_way_is_no_event(scene: Scene, receiver: Receiver) -> None:
    person = scene.people["deputy"]
    factories.add(AlarmWay(account_id=person.id, kind=AlarmWayKind.MAIL, position=0, wait_minutes=3, proven_at=START))
    add_webhook(person)
    with time_machine.travel(START, tick=False), committing():
        raise_alarm(person, AlarmOccasion.TRIAL, START)

    work(receiver.sender(), START + MINUTE)

    assert receiver.received == []


def test_a_webhook_whose_token_works_no_more_queues_nothing(scene: Scene, receiver: Receiver) -> None:
    webhook, _ = add_webhook(scene.people["asker"])
    with committing():
        webhook.token.revoked_at = clock.now()
    ask(scene)

    work(receiver.sender(), START + MINUTE)

    assert (receiver.received, deliveries_of(webhook)) == ([], [])


def test_another_persons_webhook_goes_on_if_one_fails(scene: Scene, receiver: Receiver) -> None:
    add_webhook(scene.people["asker"], "https://receiver.example.org/fails")
    add_webhook(scene.people["member"], "https://receiver.example.org/works")
    receiver.statuses = [500]
    ask(scene)

    work(receiver.sender(), START + MINUTE)

    assert sorted(one.path for one in receiver.received) == ["/fails", "/works"]
    assert sum(one.disabled_at is not None for one in db.session.scalars(select(Webhook))) == 0


def test_webhooks_that_an_act_does_not_concern_are_passed_by_at_once(
    scene: Scene, monkeypatch: pytest.MonkeyPatch
) -> None:
    concerned, _ = add_webhook(scene.people["asker"])
    others = [add_webhook(scene.people[who])[0] for who in ("third State", "coordinator elsewhere", "administrator")]
    ask(scene)
    looked_at: list[int] = []
    real = events._queue_consultation_acts
    monkeypatch.setattr(
        events, "_queue_consultation_acts", lambda one, newest: (looked_at.append(one.id), real(one, newest))
    )

    in_batches(events.queue_next)

    db.session.rollback()
    assert looked_at == [concerned.id]
    assert {one.position for one in (concerned, *others)} == {events.consultation_acts.newest_act_id()}
