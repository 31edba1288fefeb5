"""An SMS that answers with the number of an alarm, from the phone that got it, acknowledges; nothing else does."""

from base64 import b64encode
from typing import Any

import pytest
from flask import Flask
from sqlalchemy import select

from directory.extensions import db
from directory.models import Alarm
from directory.vocabulary import AlarmEnd
from tests.alarms.conftest import NIGHT, REPLY_PASSWORD, alarms_of, ask, at_night, work
from tests.consultations.conftest import Scene

PHONE, OTHER_PHONE = "+33100000011", "+33100000021"


def basic(password: str) -> dict[str, str]:
    return {"Authorization": f"Basic {b64encode(f'gateway:{password}'.encode()).decode()}"}


RIGHT = basic(REPLY_PASSWORD)


@pytest.fixture
def number(scene: Scene) -> str:
    """Return the number of an alarm that went to PHONE."""
    made = ask(scene)
    work(NIGHT)
    [alarm] = alarms_of(made)
    return alarm.number


def answered(app: Flask, headers: dict[str, str], **sent: Any) -> int:
    with at_night():
        return app.test_client().post("/alarms/replies", headers=headers, **sent).status_code


def last_end(number: str) -> str:
    db.session.rollback()
    return db.session.scalars(select(Alarm.end).where(Alarm.number == number)).one()


@pytest.mark.parametrize(
    ("names", "text"),
    [
        (("From", "Body"), "{}"),
        (("msisdn", "text"), "Yes, {} !"),
        (("sender", "message"), "{}"),
        (("From", "Body"), "000000 {}"),
        (("From", "Body"), "261126, {}: yes"),
        (("From", "Body"), "1234567 {} 7654321"),
    ],
)
def test_the_number_from_the_right_phone_acknowledges(
    gateways_app: Flask, number: str, names: tuple[str, str], text: str
) -> None:
    sent = {names[0]: PHONE.lstrip("+"), names[1]: text.format(number)}

    assert answered(gateways_app, RIGHT, data=sent) == 204
    assert last_end(number) == AlarmEnd.ACKNOWLEDGED


def test_an_answer_may_be_json_in_the_digits_of_another_script(gateways_app: Flask, number: str) -> None:
    arabic = number.translate(str.maketrans("0123456789", "٠١٢٣٤٥٦٧٨٩"))

    assert answered(gateways_app, RIGHT, json={"from": PHONE, "text": arabic}) == 204
    assert last_end(number) == AlarmEnd.ACKNOWLEDGED


@pytest.mark.parametrize(
    ("headers", "phone", "text", "status"),
    [
        (RIGHT, OTHER_PHONE, "{}", 204),
        (RIGHT, PHONE, "000000{}", 204),
        (RIGHT, PHONE, "000001 000002 000003 {}", 204),
        (RIGHT, PHONE, "yes", 204),
        (RIGHT, "", "{}", 204),
        (RIGHT, "no phone", "{}", 204),
        (basic("x" * 40), PHONE, "{}", 401),
        ({}, PHONE, "{}", 401),
        ({"Authorization": f"Bearer {REPLY_PASSWORD}"}, PHONE, "{}", 401),
    ],
)
def test_anything_else_acknowledges_nothing(
    gateways_app: Flask, number: str, headers: dict[str, str], phone: str, text: str, status: int
) -> None:
    assert answered(gateways_app, headers, data={"From": phone, "Body": text.format(number)}) == status
    assert last_end(number) == AlarmEnd.NONE


@pytest.mark.parametrize("body", [b"", b"[]", b'"x"', b'{"from": 3, "text": {}}', b"\xff", b"{"])
def test_a_body_of_any_form_is_no_fault(gateways_app: Flask, number: str, body: bytes) -> None:
    assert answered(gateways_app, RIGHT, data=body, content_type="application/json") == 204


def test_one_phone_cannot_guess_on(gateways_app: Flask, number: str) -> None:
    sent = {"From": "+33199999999", "Body": "000001"}
    statuses = [answered(gateways_app, RIGHT, data=sent) for _ in range(12)]

    assert (statuses[:10], set(statuses[10:])) == ([204] * 10, {429})
    assert answered(gateways_app, RIGHT, data={"From": PHONE, "Body": number}) == 204
    assert last_end(number) == AlarmEnd.ACKNOWLEDGED


@pytest.mark.parametrize("text", ["I am awake", "", "1", "1234567"])
def test_texts_without_a_number_of_an_alarm_lock_nobody_out(gateways_app: Flask, number: str, text: str) -> None:
    statuses = {answered(gateways_app, RIGHT, data={"From": PHONE, "Body": text}) for _ in range(12)}

    assert statuses == {204}
    assert answered(gateways_app, RIGHT, data={"From": PHONE, "Body": number}) == 204
    assert last_end(number) == AlarmEnd.ACKNOWLEDGED


def test_a_right_answer_that_is_passed_on_again_and_again_is_no_guess(gateways_app: Flask, number: str) -> None:
    statuses = {answered(gateways_app, RIGHT, data={"From": PHONE, "Body": number}) for _ in range(12)}

    assert statuses == {204}


def test_wrong_numbers_count_each_and_toward_one_phone_however_it_is_written(gateways_app: Flask, number: str) -> None:
    def guess(sender: str, text: str) -> int:
        return answered(gateways_app, RIGHT, data={"From": sender, "Body": text})

    assert [guess("+33 1 88 88 88 88", "000001 000002 000003") for _ in range(3)] == [204] * 3
    assert [guess("33188888888", "000004") for _ in range(2)] == [204, 429]
    assert guess("+33188888888", "000005") == 429


def test_without_a_password_there_is_no_such_address(app: Flask) -> None:
    assert app.test_client().post("/alarms/replies", headers=RIGHT).status_code == 404
