"""Reads what an exercise has shown: which questions reached a desk, by which way, and how soon the desk acted."""

from collections import defaultdict
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from directory.access.viewer import Viewer
from directory.consultations.queries.rules import zone_of_desk
from directory.exercises.queries.exercises import is_open_to, list_consultations
from directory.extensions import db
from directory.models import Alarm, AlarmAttempt, Consultation, Exercise, FocalPoint, Mail
from directory.verification.queries.reachability import list_of_exercise
from directory.vocabulary import (
    QUESTION_INJECTS,
    AlarmEnd,
    AlarmOccasion,
    AlarmWayKind,
    AttemptState,
    ExerciseLevel,
    ExerciseState,
    ReachabilityOutcome,
)

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
    """Return what became of each question of an exercise, in the order in which they were asked. The number of SQL
    statements does not depend on the number of questions."""
    asked = list_consultations(exercise)
    desks = {key: db.session.get_one(FocalPoint, key) for key in {one.focal_point_key for one in asked}}
    zones = {key: ZoneInfo(zone_of_desk(desk)) for key, desk in desks.items()}
    messages = _messages(asked) if asked else {}
    return [_result(exercise, one, zones, messages.get(one.public_id, [])) for one in asked]


def was_held(exercise: Exercise) -> bool:
    """Return whether an exercise went on until all its tests were made or all its questions asked."""
    if exercise.level == ExerciseLevel.LINES:
        return all(one.outcome != ReachabilityOutcome.CANCELLED for one in list_of_exercise(exercise.id))
    return all(one.consultation_id is not None for one in exercise.injects if one.kind in QUESTION_INJECTS)


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


def _result(
    exercise: Exercise, asked: Consultation, zones: Mapping[str, ZoneInfo], messages: Iterable[Message]
) -> QuestionResult:
    desk, at, began = asked.focal_point_key, asked.acknowledged_at, asked.round_started_at
    left = next((one.left_at for one in exercise.desks if one.focal_point_key == desk), None)
    return QuestionResult(
        desk=desk,
        asked_at=began,
        acknowledge_by=asked.acknowledge_by,
        hour=began.astimezone(zones[desk]).hour,
        counts=left is None or began < left,
        messages=tuple(messages),
        is_in_time=at is not None and at <= asked.acknowledge_by,
        acknowledged_after=at - began if at else None,
        answered_after=asked.answered_at - began if asked.answered_at else None,
    )


def _messages(asked: Sequence[Consultation]) -> dict[str, list[Message]]:
    """Return a mapping from the public ids of questions to their letters and the messages of their alarms."""
    found: dict[str, list[Message]] = defaultdict(list)
    for question, message in (*_letters(asked), *_alarms(asked)):
        found[question].append(message)
    return found


def _letters(asked: Sequence[Consultation]) -> Iterator[tuple[str, Message]]:
    # The time has an index by which few rows are read; the beginning of a key has none.
    in_time = Mail.queued_at >= min(one.opened_at for one in asked), Mail.letter.in_(LETTERS)
    of = or_(*(Mail.key.startswith(f"consultation:{one.public_id}:", autoescape=True) for one in asked))
    for key, state in db.session.execute(select(Mail.key, Mail.state).where(*in_time, of)):
        yield key.split(":")[1], Message(AlarmWayKind.MAIL, state == "sent", False)


def _alarms(asked: Sequence[Consultation]) -> Iterator[tuple[str, Message]]:
    """Yield the messages of the alarms about questions. Revoked alarms are left out: nobody could answer them any more,
    and the next person was woken at once."""
    about = Alarm.occasion == AlarmOccasion.CONSULTATION, Alarm.subject_key.in_([one.public_id for one in asked])
    query = select(Alarm).where(*about, Alarm.end != AlarmEnd.REVOKED).options(selectinload(Alarm.attempts))
    for alarm in db.session.scalars(query):
        for one in alarm.attempts:
            if one.state != AttemptState.NOT_NEEDED:
                yield alarm.subject_key, _message(one)


def _message(attempt: AlarmAttempt) -> Message:
    return Message(attempt.kind, attempt.state == AttemptState.HANDED_OVER, attempt.acknowledged_at is not None)
