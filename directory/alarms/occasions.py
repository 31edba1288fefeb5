"""Why alarms are raised. Each occasion decides whether an alarm is still needed, and acts when the alarm ends.

The app maps codes to occasions in `extensions["alarm_occasions"]`, since features of higher layers raise alarms too.
"""

from datetime import datetime
from typing import Protocol

from flask import current_app

from directory.models import Alarm
from directory.vocabulary import AlarmEnd, AlarmOccasion

# The page of a person's own ways and alarms, without the language.
OWN_PAGE = "account/alarms"


class Occasion(Protocol):
    """The rules for alarms of one AlarmOccasion."""

    def end_of(self, alarm: Alarm, now: datetime) -> AlarmEnd:
        """Return how an open alarm ends because it is no longer needed, or NONE if the alarm goes on."""

    def still_waits(self, alarm: Alarm, now: datetime) -> bool:
        """Return whether the subject of an alarm that ended unacknowledged still waits for the person."""

    def path_of(self, alarm: Alarm) -> str:
        """Return the path, without the language, of the page that shows the subject of the alarm."""

    def acknowledged(self, alarm: Alarm) -> None:
        """Act on the acknowledgement of an alarm. Runs inside `committing`."""

    def unacknowledged(self, alarm: Alarm, now: datetime) -> None:
        """Act on an alarm that ended without an acknowledgement. Runs inside `committing`."""


class Trial:
    """A person tries out a way. An acknowledgement proves the way, and has no other effect."""

    def end_of(self, alarm: Alarm, now: datetime) -> AlarmEnd:
        """Return NOT_NEEDED if the account has ended, else NONE."""
        return AlarmEnd.NONE if alarm.account.active else AlarmEnd.NOT_NEEDED

    def still_waits(self, alarm: Alarm, now: datetime) -> bool:
        """Return False: an acknowledgement after the end of a trial does not prove the way."""
        return False

    def path_of(self, alarm: Alarm) -> str:
        """Return the path of the page with the person's ways and alarms."""
        return OWN_PAGE

    def acknowledged(self, alarm: Alarm) -> None:
        """Do nothing."""

    def unacknowledged(self, alarm: Alarm, now: datetime) -> None:
        """Do nothing."""


def end_of(alarm: Alarm, now: datetime) -> AlarmEnd:
    """Return how an alarm ended. For an open alarm, return how its occasion ends the alarm now, or NONE if the alarm
    goes on."""
    return AlarmEnd(alarm.end) if alarm.ended_at is not None else occasion_of(alarm).end_of(alarm, now)


def can_be_acknowledged(alarm: Alarm, now: datetime) -> bool:
    """Return whether an alarm can be acknowledged: it goes on, or it ended unacknowledged and its subject still waits
    for the person. A revoked alarm cannot be acknowledged."""
    if alarm.ended_at is None:
        return end_of(alarm, now) is AlarmEnd.NONE
    is_late = alarm.end == AlarmEnd.UNACKNOWLEDGED and alarm.revoked_at is None
    return is_late and occasion_of(alarm).still_waits(alarm, now)


def occasion_of(alarm: Alarm) -> Occasion:
    """Return the occasion of an alarm."""
    occasions: dict[AlarmOccasion, Occasion] = current_app.extensions["alarm_occasions"]
    return occasions[AlarmOccasion(alarm.occasion)]
