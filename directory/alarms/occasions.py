"""Why alarms are raised. Each occasion says whether an alarm is still needed, and acts on its end.

The app stores the occasions by their code, since features above this one raise alarms too.
"""

from datetime import datetime
from typing import Protocol

from flask import current_app

from directory.models import Alarm
from directory.vocabulary import AlarmEnd, AlarmOccasion


class Occasion(Protocol):
    """What alarms of one AlarmOccasion are about."""

    def end_of(self, alarm: Alarm, now: datetime) -> AlarmEnd:
        """Return how an open alarm ends for a reason of its own, or NONE if the alarm goes on."""

    def acknowledged(self, alarm: Alarm) -> None:
        """Act on the acknowledgement of an alarm. Runs inside `committing`."""

    def unacknowledged(self, alarm: Alarm, now: datetime) -> None:
        """Act on an alarm that ended without an acknowledgement. Runs inside `committing`."""


class Trial:
    """A person tries out a way. Nothing follows but the proof of the way."""

    def end_of(self, alarm: Alarm, now: datetime) -> AlarmEnd:
        """Return NOT_NEEDED if the account has ended."""
        return AlarmEnd.NONE if alarm.account.active else AlarmEnd.NOT_NEEDED

    def acknowledged(self, alarm: Alarm) -> None:
        """Do nothing."""

    def unacknowledged(self, alarm: Alarm, now: datetime) -> None:
        """Do nothing."""


def end_of(alarm: Alarm, now: datetime) -> AlarmEnd:
    """Return how an alarm ended, or how an open alarm ends for a reason of its occasion; NONE if it goes on."""
    return AlarmEnd(alarm.end) if alarm.ended_at is not None else occasion_of(alarm).end_of(alarm, now)


def occasion_of(alarm: Alarm) -> Occasion:
    """Return the occasion of an alarm."""
    occasions: dict[AlarmOccasion, Occasion] = current_app.extensions["alarm_occasions"]
    return occasions[AlarmOccasion(alarm.occasion)]
