"""Codes of alarms, which wake people on duty: the ways, the states of an attempt, and the ends of an alarm."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary


class AlarmWayKind(StrEnum):
    """How an alarm reaches a person. PUSH and MAIL need no gateway of the operator."""

    PUSH = "push"
    SMS = "sms"
    VOICE = "voice"
    MESSENGER = "messenger"
    MAIL = "mail"


ALARM_WAYS = Vocabulary(
    Term(AlarmWayKind.PUSH, _l("Notification on a device")),
    Term(AlarmWayKind.SMS, _l("SMS")),
    Term(AlarmWayKind.VOICE, _l("Automatic phone call")),
    Term(AlarmWayKind.MESSENGER, _l("Messenger")),
    Term(AlarmWayKind.MAIL, _l("Mail")),
)


class AttemptState(StrEnum):
    """The state of one attempt to alarm a person by one way. HANDED_OVER means that the gateway accepted the message,
    not that the person saw it."""

    WAITING = "waiting"
    HANDED_OVER = "handed_over"
    FAILED = "failed"
    NOT_NEEDED = "not_needed"


ATTEMPT_STATES = Vocabulary(
    Term(AttemptState.WAITING, _l("not sent yet")),
    Term(AttemptState.HANDED_OVER, _l("handed over to the gateway")),
    Term(AttemptState.FAILED, _l("not sent")),
    Term(AttemptState.NOT_NEEDED, _l("not needed any more")),
)


class AlarmEnd(StrEnum):
    """How an alarm ended; NONE while it goes on. REVOKED means that the secrets of the person ended, among them the
    links of the alarm."""

    NONE = ""
    ACKNOWLEDGED = "acknowledged"
    UNACKNOWLEDGED = "unacknowledged"
    NOT_NEEDED = "not_needed"
    OFF_DUTY = "off_duty"
    REVOKED = "revoked"


ALARM_ENDS = Vocabulary(
    Term(AlarmEnd.NONE, _l("goes on")),
    Term(AlarmEnd.ACKNOWLEDGED, _l("acknowledged")),
    Term(AlarmEnd.UNACKNOWLEDGED, _l("not acknowledged")),
    Term(AlarmEnd.NOT_NEEDED, _l("ended: the question was dealt with")),
    Term(AlarmEnd.OFF_DUTY, _l("ended: the person was no longer on duty")),
    Term(AlarmEnd.REVOKED, _l("ended: its links were made invalid")),
)


class AlarmOccasion(StrEnum):
    """Why an alarm is raised: a person tries out a way, an urgent question waits at a desk, or a desk is tested."""

    TRIAL = "trial"
    CONSULTATION = "consultation"
    REACHABILITY = "reachability"


ALARM_OCCASIONS = Vocabulary(
    Term(AlarmOccasion.TRIAL, _l("Trial of a way")),
    Term(AlarmOccasion.CONSULTATION, _l("Urgent question")),
    Term(AlarmOccasion.REACHABILITY, _l("Reachability test")),
)
