"""The ways of one person: what can be added, in which order alarms use them, and how one is tried."""

import pytest
from sqlalchemy import select

from directory.alarms import ways
from directory.alarms.addresses import PushSubscription, open_address
from directory.alarms.queries import list_alarms, list_ways
from directory.config import PUSH_SERVICES
from directory.errors import InvalidInput
from directory.extensions import db
from directory.models import Account, AlarmWay, AuditEvent, Mail
from directory.transaction import committing
from directory.vocabulary import AlarmOccasion, AlarmWayKind, Role
from tests import factories
from tests.alarms.conftest import NIGHT
from tests.alarms.subscriptions import subscription
from tests.consultations.conftest import Scene

SMS, VOICE, MESSENGER = AlarmWayKind.SMS, AlarmWayKind.VOICE, AlarmWayKind.MESSENGER
OFFERED = (SMS, VOICE)
PHONE = "+996312123456"


@pytest.fixture
def person(scene: Scene) -> Account:
    return factories.account(Role.PRACTITIONER, jurisdiction_key="KG")


def add(person: Account, kind: AlarmWayKind, typed: str) -> AlarmWay:
    if kind is AlarmWayKind.PUSH:
        return ways.add_device(person, "phone", typed, PUSH_SERVICES)
    return ways.add_number(person, kind, typed, OFFERED)


def names(person: Account) -> list[tuple[str, str]]:
    return [(one.kind, one.hint) for one in list_ways(person.id)]


def test_ways_are_added_in_their_order_unproven_and_sealed(person: Account) -> None:
    with committing():
        device = ways.add_device(person, "duty phone", subscription(), PUSH_SERVICES)
        number = ways.add_number(person, SMS, "+996 312 123456", OFFERED)
        ways.add_mail(person)

    assert names(person) == [("push", "duty phone"), ("sms", "…456"), ("mail", "")]
    assert [one.proven_at for one in list_ways(person.id)] == [None] * 3
    assert open_address(number) == PHONE
    assert PushSubscription.opened(device).endpoint == "https://fcm.googleapis.com/fcm/send/one"
    assert PHONE.encode() not in number.sealed_address


@pytest.mark.parametrize(
    ("kind", "typed"),
    [
        (SMS, "312 123456"),
        (SMS, "mother"),
        (SMS, ""),
        (MESSENGER, PHONE),
        (AlarmWayKind.PUSH, "no JSON"),
        (AlarmWayKind.PUSH, "[]"),
        (AlarmWayKind.PUSH, "{}"),
        (AlarmWayKind.PUSH, subscription("https://attacker.example/push")),
    ],
)
def test_what_cannot_be_reached_is_refused(person: Account, kind: AlarmWayKind, typed: str) -> None:
    with pytest.raises(InvalidInput), committing():
        add(person, kind, typed)

    assert names(person) == []


def test_the_same_way_is_not_added_twice_but_a_call_to_the_number_of_an_sms_is(person: Account) -> None:
    with committing():
        ways.add_device(person, "phone", subscription(), PUSH_SERVICES)
        ways.add_number(person, SMS, PHONE, OFFERED)
        ways.add_number(person, VOICE, PHONE, OFFERED)
        ways.add_mail(person)

    for again in (
        lambda: ways.add_device(person, "other name", subscription(), PUSH_SERVICES),
        lambda: ways.add_number(person, SMS, "+996 (312) 12-34-56", OFFERED),
        lambda: ways.add_mail(person),
    ):
        with pytest.raises(InvalidInput), committing():
            again()
    assert len(names(person)) == 4


def test_a_person_has_at_most_so_many_ways(person: Account) -> None:
    with committing():
        for number in range(ways.MOST_WAYS):
            ways.add_number(person, SMS, f"+99631212340{number}", OFFERED)

    with pytest.raises(InvalidInput), committing():
        ways.add_mail(person)


@pytest.mark.parametrize(
    ("place", "steps", "order"), [(0, 1, "bac"), (2, -1, "acb"), (0, -1, "abc"), (2, 1, "abc"), (1, -1, "bac")]
)
def test_ways_move(person: Account, place: int, steps: int, order: str) -> None:
    with committing():
        for name in "abc":
            ways.add_device(person, name, subscription(f"https://fcm.googleapis.com/{name}"), PUSH_SERVICES)
        ways.move(list_ways(person.id)[place], steps)

    assert "".join(hint for _kind, hint in names(person)) == order


def test_a_way_that_is_removed_is_gone_and_what_was_sent_by_it_stays(person: Account) -> None:
    with committing():
        way = ways.add_number(person, SMS, PHONE, OFFERED)
    number = way.id
    with committing():
        ways.try_way(way, NIGHT)
    with committing():
        ways.remove(way)

    assert db.session.get(AlarmWay, number) is None
    [alarm] = list_alarms(person, 5)
    db.session.refresh(alarm.attempts[0])
    assert (alarm.attempts[0].way_id, alarm.attempts[0].hint) == (None, "…456")


def test_each_way_that_is_added_or_removed_is_told_by_mail_and_recorded(person: Account) -> None:
    with committing():
        ways.add_device(person, "phone", subscription(), PUSH_SERVICES)
        ways.add_number(person, SMS, PHONE, OFFERED)
        ways.add_mail(person)
    with committing():
        ways.remove(list_ways(person.id)[1])

    told = ["alarm_way_added"] * 3 + ["alarm_way_removed"]
    letters = select(Mail.letter).where(Mail.address == person.email).order_by(Mail.id)
    acts = select(AuditEvent.action).where(AuditEvent.actor_id == person.id).order_by(AuditEvent.id)
    assert db.session.scalars(letters).all() == told
    assert db.session.scalars(acts).all() == told


def test_a_trial_uses_its_way_alone(person: Account) -> None:
    with committing():
        ways.add_mail(person)
        way = ways.add_number(person, SMS, PHONE, OFFERED)
    with committing():
        ways.try_way(way, NIGHT)

    [alarm] = list_alarms(person, 5)
    assert alarm.occasion == AlarmOccasion.TRIAL
    assert [one.kind for one in alarm.attempts] == [SMS]
