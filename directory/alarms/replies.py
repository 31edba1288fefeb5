"""Acknowledges alarms by answers to an SMS: the number of the alarm, sent from the phone that got the message."""

import re
import unicodedata
from collections.abc import Collection
from datetime import datetime, timedelta

from sqlalchemy import or_, select

from directory.alarms.addresses import open_address, phone_of
from directory.alarms.service import acknowledge
from directory.envelope_encryption import NotOpened
from directory.extensions import db
from directory.models import Alarm, AlarmAttempt
from directory.vocabulary import AlarmEnd, AlarmWayKind, AttemptState

_NUMBER = re.compile(r"(?<!\d)\d{6}(?!\d)")
# A text may contain a date, or quote the message, beside the number of the alarm. Further numbers are guesses and
# ignored.
MOST_NUMBERS = 3
# A gateway may pass on an answer late or twice, after the alarm has ended. Within this time, such an answer is no
# guess.
LATE = timedelta(hours=1)


def phone_of_sender(sender: str) -> str:
    """Return the phone number of a sender in the form E.164. The plus may be missing. Raises InvalidInput if the sender
    is not a phone number."""
    return phone_of(f"+{sender.strip().lstrip('+')}")


def numbers_in(text: str) -> list[str]:
    """Return the first MOST_NUMBERS different numbers of six digits in a text, in ASCII digits. The text may have
    digits of any script."""
    digits = "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in text)
    return list(dict.fromkeys(_NUMBER.findall(digits)))[:MOST_NUMBERS]


def acknowledge_by_answer(phone: str, numbers: Collection[str], now: datetime) -> bool:
    """Acknowledge each alarm that has one of these numbers and can be acknowledged, if an SMS about it went to this
    phone.

    Return whether the numbers are right: whether an SMS went to this phone about an alarm with one of these numbers.
    The alarm must be open, have ended unacknowledged, or have ended less than LATE ago. Call this inside `committing`.
    """
    sent = [one for one in _attempts_of(numbers, now) if _went_to(one, phone)]
    for one in sent:
        acknowledge(one, now)
    return bool(sent)


def _attempts_of(numbers: Collection[str], now: datetime) -> list[AlarmAttempt]:
    sent = AlarmAttempt.kind == AlarmWayKind.SMS, AlarmAttempt.state == AttemptState.HANDED_OVER
    is_recent = or_(Alarm.ended_at.is_(None), Alarm.ended_at > now - LATE, Alarm.end == AlarmEnd.UNACKNOWLEDGED)
    named = Alarm.number.in_(numbers), is_recent
    return list(db.session.scalars(select(AlarmAttempt).join(AlarmAttempt.alarm).where(*sent, *named)))


def _went_to(attempt: AlarmAttempt, phone: str) -> bool:
    try:
        return attempt.way is not None and open_address(attempt.way) == phone
    except NotOpened:
        return False
