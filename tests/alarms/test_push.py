"""Which push subscriptions are taken, and what an unusable one does: nothing to others, nothing on the network."""

import json
from pathlib import Path

import pytest
from sqlalchemy import select

from directory.alarms.addresses import PushSubscription, seal_address
from directory.alarms.gateways import AddressUnusable, AlarmText, hand_over
from directory.config import PUSH_SERVICES, Config
from directory.errors import InvalidInput
from directory.extensions import db
from directory.models import Alarm, AlarmGateway, AlarmWay
from directory.tokens import public_id
from directory.vocabulary import AlarmWayKind, AttemptState
from tests import factories
from tests.alarms.conftest import CLOSED, NIGHT, alarms_of, ask, work
from tests.alarms.gateway import Gateway
from tests.alarms.subscriptions import AUTH, COMPRESSED, P256DH, in_base64, subscription
from tests.consultations.conftest import Scene

WINDOWS = ".notify.windows.com"
HOSTILE = [
    *(
        f"https://127.0.0.77{between}{WINDOWS}/admin"
        for between in ("\\", "/", "%2f", "%5c", "%00", "?", "#", "@", ":443")
    ),
    *(
        f"https://{name}{WINDOWS}/admin"
        for name in ("", ".", "a..b", "a.", " ", "a b", "a\t", "a\n", "ä", "a_b", "[::1]")
    ),
    f"https://user@wns2{WINDOWS}/admin",
    f"https://wns2{WINDOWS}@127.0.0.77/admin",
    f"https://wns2{WINDOWS}:8443/admin",
    f"https://wns2{WINDOWS}:99999/admin",
    f"https://wns2{WINDOWS}./admin",
    f"https://wns2{WINDOWS}\\@127.0.0.77/admin",
    f"https://wns2{WINDOWS}.attacker.example/admin",
    f"https:\\\\wns2{WINDOWS}/admin",
    f"https:/wns2{WINDOWS}/admin",
    f"http://wns2{WINDOWS}/admin",
    f"https://wns2{WINDOWS}/a b",
    f"https://wns2{WINDOWS}/a\nHost: b",
    f" https://wns2{WINDOWS}/admin",
    f"https://{WINDOWS[1:]}/admin",
    "https://fcm.googleapis.com.attacker.example/push",
    "https://fcm.googleapis.com@169.254.169.254/push",
    "https://fcm.googleapis.com\\.attacker.example/push",
    "https://[fcm.googleapis.com/push",
    "file:///etc/passwd",
    "https://fcm.googleapis.com/" + "a" * 1000,
    "",
    None,
    7,
]
OFF_CURVE = in_base64(b"\x04" + b"\x01" * 64)
KEYS = [
    *((p256dh, AUTH) for p256dh in ("AAAA", "", "B" * 87, OFF_CURVE, COMPRESSED, P256DH[:-2], f"{P256DH}!", "ä", None)),
    *((P256DH, auth) for auth in ("", "AAAA", AUTH[:-2], f"{AUTH}AA", f"{AUTH}!", "ä", 7)),
]


def refused(text: str) -> None:
    with pytest.raises(InvalidInput):
        PushSubscription.of(text, PUSH_SERVICES)


@pytest.mark.parametrize("endpoint", HOSTILE)
def test_an_address_that_is_not_plainly_of_a_push_service_is_refused(endpoint: object) -> None:
    refused(subscription(endpoint))


@pytest.mark.parametrize(("p256dh", "auth"), KEYS)
def test_keys_to_which_nothing_can_be_encrypted_are_refused(p256dh: object, auth: object) -> None:
    refused(subscription(p256dh=p256dh, auth=auth))


@pytest.mark.parametrize(
    "endpoint",
    [
        "https://fcm.googleapis.com/fcm/send/abc:APA91b_-x",
        "https://updates.push.services.mozilla.com/wpush/v2/gAAA_-=",
        "https://wns2-par02p.notify.windows.com/w/?token=BQYA%2fx%3d",
        "https://web.push.apple.com/QGkl-_",
    ],
)
def test_each_push_service_of_a_browser_is_taken(endpoint: str) -> None:
    assert PushSubscription.of(subscription(endpoint), PUSH_SERVICES).endpoint == endpoint


def stored(scene: Scene, *parts: str) -> AlarmWay:
    """Return a proven device of the member, which stands before the SMS, with a subscription as it was stored."""
    way = AlarmWay(public_id=public_id(), account_id=scene.people["member"].id, kind=AlarmWayKind.PUSH, position=-1)
    way.wait_minutes, way.proven_at = 3, NIGHT
    seal_address(way, json.dumps(parts))
    factories.add(way)
    return way


def gateways() -> dict[str, str]:
    return {one.name: one.fault for one in db.session.scalars(select(AlarmGateway))}


def replies(alarm: Alarm) -> list[tuple[str, str]]:
    return [(one.state, one.reply) for one in alarm.attempts[:2]]


@pytest.mark.parametrize(
    ("path", "p256dh"), [("\\.notify.windows.com/", P256DH), ("/push", "AAAA"), ("/push", OFF_CURVE)]
)
def test_a_stored_subscription_is_judged_again_and_marks_no_gateway(
    scene: Scene, gateway: Gateway, path: str, p256dh: str
) -> None:
    stored(scene, f"http://{gateway.address}{path}", p256dh, AUTH)
    made = ask(scene)

    work(NIGHT)

    assert replies(alarms_of(made)[0]) == [
        (AttemptState.FAILED, "subscription"),
        (AttemptState.HANDED_OVER, "accepted"),
    ]
    assert gateways() == {}
    assert gateway.recipients == ["+33100000011"]


def test_a_person_is_not_told_how_a_connection_failed_and_the_operator_is(scene: Scene) -> None:
    stored(scene, f"{CLOSED}/push", P256DH, AUTH)
    made = ask(scene)

    work(NIGHT)

    assert replies(alarms_of(made)[0])[0] == (AttemptState.FAILED, "no reply")
    assert gateways() == {"push 127.0.0.1": "ConnectionError"}


def test_a_number_that_the_gateway_cannot_take_is_refused_before_the_gateway_is_asked() -> None:
    url = f"twilio://AC{'0' * 32}:{'1' * 32}@+15551230000/{{to}}"
    config = Config("", (), Path(), alarm_sms_url=url)

    with pytest.raises(AddressUnusable, match="address"):
        hand_over(config, AlarmWayKind.SMS, "+6834000", AlarmText("title", "body"))
