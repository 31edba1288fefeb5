"""Reads what an exercise has shown: which questions reached a desk, by which way, and how soon the desk acted."""

from collections.abc import Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from directory.access.viewer import Viewer
from directory.consultations.queries.rules import zone_of_desk
from directory.exercises.queries.exercises import is_open_to, list_consultations
from directory.extensions import db
from directory.models import Alarm, AlarmAttempt, Consultation, Exercise, FocalPoint, Mail
from directory.vocabulary import AlarmEnd, AlarmOccasion, AlarmWayKind, AttemptState, ExerciseLevel, ExerciseState

MOST_EARLIER = 5
# The way of an acknowledgement on the page of the consultation.
PAGE = "page"
# The letters of a question to the people of its desk.
LETTERS = ("consultation_asked", "consultation_overdue")


@dataclass(frozen=True)
class Message:
    """A message by which a question was to reach a person. `way` is a code of ALARM_WAYS."""

    way: str
    is_sent: bool
    is_acknowledged: bool


@dataclass(frozen=True)
class QuestionResult:
    """What became of a question of an exercise at the desk that has it.

    - `hour`: the hour of the day at the desk, from 0 to 23
    - `acknowledge_by`: the end of the time to acknowledge it
    - `counts`: the desk had not left the exercise when the question came
    - `acknowledged_after`, `answered_after`: None if the desk did not do so
    """

    desk: str
    asked_at: datetime
    acknowledge_by: datetime
    hour: int
    counts: bool
    messages: tuple[Message, ...]
    is_in_time: bool
    acknowledged_after: timedelta | None
    answered_after: timedelta | None

    @property
    def is_reached(self) -> bool:
        """Whether a message was sent to somebody of the desk, or somebody has acknowledged."""
        return self.acknowledged_after is not None or any(one.is_sent for one in self.messages)


def list_results(exercise: Exercise) -> list[QuestionResult]:
    """Return what became of each question of an exercise, in the order in which they were asked."""
    return [_result(exercise, one) for one in list_consultations(exercise)]


def list_earlier(viewer: Viewer, exercise: Exercise) -> Sequence[Exercise]:
    """Return the last exercises of the same network and level that are open to the viewer and ended before this one
    began, the earliest first. Those that were stopped are left out, except tabletops."""
    same = (Exercise.network_key == exercise.network_key, Exercise.level == exercise.level)
    # A tabletop that is done before its time is stopped by its moderator.
    ends = [ExerciseState.ENDED, *([ExerciseState.STOPPED] if exercise.level == ExerciseLevel.TABLETOP else [])]
    over = (Exercise.state.in_(ends), Exercise.ended_at <= exercise.starts_at, Exercise.id != exercise.id)
    found = select(Exercise).where(*same, *over, is_open_to(viewer))
    newest = found.order_by(Exercise.starts_at.desc(), Exercise.id.desc()).limit(MOST_EARLIER)
    return db.session.scalars(newest).all()[::-1]


def _result(exercise: Exercise, asked: Consultation) -> QuestionResult:
    desk = db.session.get_one(FocalPoint, asked.focal_point_key)
    left = next((one.left_at for one in exercise.desks if one.focal_point_key == desk.key), None)
    at, began = asked.acknowledged_at, asked.round_started_at
    return QuestionResult(
        desk=desk.key,
        asked_at=began,
        acknowledge_by=asked.acknowledge_by,
        hour=began.astimezone(ZoneInfo(zone_of_desk(desk))).hour,
        counts=left is None or began < left,
        messages=(*_letters(asked), *_alarms(asked)),
        is_in_time=at is not None and at <= asked.acknowledge_by,
        acknowledged_after=at - began if at else None,
        answered_after=asked.answered_at - began if asked.answered_at else None,
    )


def _letters(asked: Consultation) -> list[Message]:
    own = Mail.key.startswith(f"consultation:{asked.public_id}:", autoescape=True), Mail.letter.in_(LETTERS)
    states = db.session.scalars(select(Mail.state).where(*own))
    return [Message(AlarmWayKind.MAIL, state == "sent", False) for state in states]


def _alarms(asked: Consultation) -> list[Message]:
    """Return the messages of the alarms about a question. One that was revoked is left out: nobody could answer it any
    more, and the next person was woken at once."""
    about = (
        Alarm.occasion == AlarmOccasion.CONSULTATION,
        Alarm.subject_key == asked.public_id,
        Alarm.end != AlarmEnd.REVOKED,
    )
    found = db.session.scalars(select(Alarm).where(*about).options(selectinload(Alarm.attempts)))
    return [_message(one) for alarm in found for one in alarm.attempts if one.state != AttemptState.NOT_NEEDED]


def _message(attempt: AlarmAttempt) -> Message:
    return Message(attempt.kind, attempt.state == AttemptState.HANDED_OVER, attempt.acknowledged_at is not None)
