"""Why alarms are raised. Each occasion says whether an alarm is still needed, and acts on its end.

The app stores the occasions by their code, since features above this one raise alarms too.
"""

from datetime import datetime
from typing import Protocol

from flask import current_app

from directory.models import Alarm
from directory.vocabulary import AlarmEnd, AlarmOccasion

# The page of a person's own ways and alarms, without the language.
OWN_PAGE = "account/alarms"


class Occasion(Protocol):
    """What alarms of one AlarmOccasion are about."""

    def end_of(self, alarm: Alarm, now: datetime) -> AlarmEnd:
        """Return how an open alarm ends for a reason of its own, or NONE if the alarm goes on."""

    def still_waits(self, alarm: Alarm, now: datetime) -> bool:
        """Return whether what an alarm is about still waits for its person, after the alarm ended unacknowledged."""

    def path_of(self, alarm: Alarm) -> str:
        """Return the path, without the language, of the page on which the person reads what the alarm is about."""

    def acknowledged(self, alarm: Alarm) -> None:
        """Act on the acknowledgement of an alarm. Runs inside `committing`."""

    def unacknowledged(self, alarm: Alarm, now: datetime) -> None:
        """Act on an alarm that ended without an acknowledgement. Runs inside `committing`."""


class Trial:
    """A person tries out a way. Nothing follows but the proof of the way."""

    def end_of(self, alarm: Alarm, now: datetime) -> AlarmEnd:
        """Return NOT_NEEDED if the account has ended."""
        return AlarmEnd.NONE if alarm.account.active else AlarmEnd.NOT_NEEDED

    def still_waits(self, alarm: Alarm, now: datetime) -> bool:
        """Return False: a way that wakes a person too late is not proven."""
        return False

    def path_of(self, alarm: Alarm) -> str:
        """Return the path of the page with the person's ways and alarms."""
        return OWN_PAGE

    def acknowledged(self, alarm: Alarm) -> None:
        """Do nothing."""

    def unacknowledged(self, alarm: Alarm, now: datetime) -> None:
        """Do nothing."""


def end_of(alarm: Alarm, now: datetime) -> AlarmEnd:
    """Return how an alarm ended, or how an open alarm ends for a reason of its occasion; NONE if it goes on."""
    return AlarmEnd(alarm.end) if alarm.ended_at is not None else occasion_of(alarm).end_of(alarm, now)


def can_be_acknowledged(alarm: Alarm, now: datetime) -> bool:
    """Return whether an acknowledgement counts: the alarm goes on, or it ended unacknowledged and what it is about
    still waits for the person. A revoked alarm cannot be acknowledged."""
    if alarm.ended_at is None:
        return end_of(alarm, now) is AlarmEnd.NONE
    is_late = alarm.end == AlarmEnd.UNACKNOWLEDGED and alarm.revoked_at is None
    return is_late and occasion_of(alarm).still_waits(alarm, now)


def occasion_of(alarm: Alarm) -> Occasion:
    """Return the occasion of an alarm."""
    occasions: dict[AlarmOccasion, Occasion] = current_app.extensions["alarm_occasions"]
    return occasions[AlarmOccasion(alarm.occasion)]
