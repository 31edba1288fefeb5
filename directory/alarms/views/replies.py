"""The address at which the gateway for SMS passes on what people answered."""

from collections.abc import Mapping
from contextlib import suppress
from hmac import compare_digest
from typing import Any

from flask import Blueprint, current_app, request
from flask.typing import ResponseReturnValue

from directory import clock
from directory.accounts.attempt_limits import client_address, count_attempt, require_below_limit
from directory.alarms.replies import acknowledge_by_answer, numbers_in, phone_of_sender
from directory.errors import InvalidInput, NotFound
from directory.transaction import committing

blueprint = Blueprint("alarm_replies", __name__)
# What gateways call the sender and the text: Twilio, Vonage, and the gateways that one runs oneself.
SENDERS = ("From", "from", "msisdn", "sender", "phone")
TEXTS = ("Body", "text", "message", "content")
LONGEST_CHARACTERS = 1000
# Limits: wrong passwords of one address, and wrong numbers of one phone.
PASSWORDS, ANSWERS = "alarm_password", "alarm_answer"


@blueprint.post("/alarms/replies")
def receive() -> ResponseReturnValue:
    """Acknowledge the alarms whose numbers an SMS names. The gateway gives the password by HTTP Basic (RFC 7617).

    Returns 204 whether the number of the alarm is right or wrong, so that nobody learns which numbers are right.
    Returns 401 for a wrong password. Raises NotFound if the operator has set no password, and LimitReached after too
    many wrong passwords from an address or too many wrong numbers from a phone.
    """
    password: str = current_app.config["SETTINGS"].alarm_reply_password
    if not password:
        raise NotFound
    require_below_limit(PASSWORDS, client_address())
    given = request.authorization.password if request.authorization else None
    if given is None or not compare_digest(given.encode(), password.encode()):
        count_attempt(PASSWORDS, client_address())
        return "", 401, {"WWW-Authenticate": 'Basic realm="alarms"'}
    sent = request.get_json(silent=True) if request.is_json else request.form
    with suppress(InvalidInput):
        _answer(phone_of_sender(_first(sent, SENDERS)), numbers_in(_first(sent, TEXTS)))
    return "", 204


def _answer(phone: str, numbers: list[str]) -> None:
    if not numbers:
        return
    require_below_limit(ANSWERS, phone)
    with committing():
        was_right = acknowledge_by_answer(phone, numbers, clock.now())
    for _wrong in () if was_right else numbers:
        count_attempt(ANSWERS, phone)


def _first(sent: Any, names: tuple[str, ...]) -> str:
    values = [sent.get(name) for name in names] if isinstance(sent, Mapping) else []
    return next((one[:LONGEST_CHARACTERS] for one in values if isinstance(one, str) and one), "")
