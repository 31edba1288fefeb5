"""Acknowledges alarms by answers to an SMS: the number of the alarm, sent from the phone that got the message."""

import re
import unicodedata
from datetime import datetime

from sqlalchemy import select

from directory.alarms.addresses import open_address, phone_of
from directory.alarms.service import acknowledge
from directory.envelope_encryption import NotOpened
from directory.errors import InvalidInput
from directory.extensions import db
from directory.models import Alarm, AlarmAttempt
from directory.vocabulary import AlarmWayKind, AttemptState

_NUMBER = re.compile(r"(?<!\d)\d{6}(?!\d)")


def acknowledge_by_answer(sender: str, text: str, now: datetime) -> bool:
    """Acknowledge the open alarm whose number stands in the text, if an SMS about it went to the phone `sender`.

    Return whether an alarm was acknowledged. Call this inside `committing`.
    """
    digits = "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in text)
    found = _NUMBER.search(digits)
    try:
        # Some gateways leave out the plus.
        phone = phone_of(f"+{sender.strip().lstrip('+')}")
    except InvalidInput:
        return False
    attempts = _attempts_of(found.group()) if found else []
    return any(_went_to(one, phone) and acknowledge(one, now) for one in attempts)


def _attempts_of(number: str) -> list[AlarmAttempt]:
    sent = AlarmAttempt.kind == AlarmWayKind.SMS, AlarmAttempt.state == AttemptState.HANDED_OVER
    query = select(AlarmAttempt).join(AlarmAttempt.alarm).where(*sent, Alarm.number == number, Alarm.ended_at.is_(None))
    return list(db.session.scalars(query))


def _went_to(attempt: AlarmAttempt, phone: str) -> bool:
    try:
        return attempt.way is not None and open_address(attempt.way) == phone
    except NotOpened:
        return False
