"""Exercises of a network: their times, desks, participants and injects, the remarks of evaluators, and the findings."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.clock import now
from directory.extensions import Model
from directory.models.details import EntryKey
from directory.models.types import Instant
from directory.tokens import public_id
from directory.vocabulary import ExerciseState, Observation

PUBLIC_ID_CHARACTERS = 20


class Exercise(Model):
    """One exercise of a network. Its desks take part from `starts_at` to `ends_at`."""

    __tablename__ = "exercise"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_CHARACTERS), unique=True, default=public_id)
    network_key: Mapped[str] = mapped_column(ForeignKey("network.key"), index=True)
    # An ExerciseLevel.
    level: Mapped[int]
    title: Mapped[str] = mapped_column(Text)
    # The scenario, for the players. Everything in it is invented.
    scenario: Mapped[str] = mapped_column(Text, default="")
    # The language of `title` and `scenario`.
    language: Mapped[str] = mapped_column(String(10))
    # The person who prepared the exercise, or who took it over later.
    creator_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)
    starts_at: Mapped[datetime] = mapped_column(Instant, index=True)
    ends_at: Mapped[datetime] = mapped_column(Instant, index=True)
    # A code of EXERCISE_STATES.
    state: Mapped[str] = mapped_column(String(20), default=ExerciseState.PREPARED)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    # When the exercise was due to begin but could not. It then begins by itself only if its preparation is changed.
    missed_at: Mapped[datetime | None] = mapped_column(Instant)
    # Whether the report names States to everybody in the network. Without it, only coordinators read the names.
    names_states: Mapped[bool] = mapped_column(default=False)

    desks: Mapped[list["ExerciseDesk"]] = relationship(
        order_by="ExerciseDesk.focal_point_key", cascade="all, delete-orphan"
    )
    injects: Mapped[list["ExerciseInject"]] = relationship(
        order_by="(ExerciseInject.minutes, ExerciseInject.id)", cascade="all, delete-orphan"
    )
    participants: Mapped[list["ExerciseParticipant"]] = relationship(
        order_by="ExerciseParticipant.id", cascade="all, delete-orphan"
    )

    @property
    def entry_key(self) -> EntryKey:
        """The kind and key of the exercise in the audit chain."""
        return "exercise", self.public_id


class ExerciseDesk(Model):
    """One desk that takes part in an exercise."""

    __tablename__ = "exercise_desk"

    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"), primary_key=True)
    focal_point_key: Mapped[str] = mapped_column(ForeignKey("focal_point.key"), primary_key=True, index=True)
    # Whether somebody who staffed the desk prepared or ran the exercise. Then the desk does not pass.
    is_own: Mapped[bool] = mapped_column(default=False)
    # When the desk had done what the level asks for.
    passed_at: Mapped[datetime | None] = mapped_column(Instant)
    # When the desk left the exercise, to represent a State that is missing. From then on the desk need not answer, and
    # new questions do not count for its result.
    left_at: Mapped[datetime | None] = mapped_column(Instant)


class ExerciseParticipant(Model):
    """The number of people who take part in a tabletop in one role, for one desk or for no desk. They need no account,
    and their names are not stored."""

    __tablename__ = "exercise_participant"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_CHARACTERS), unique=True, default=public_id)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"), index=True)
    focal_point_key: Mapped[str | None] = mapped_column(ForeignKey("focal_point.key"))
    # A code of PARTICIPANT_ROLES.
    role: Mapped[str] = mapped_column(String(20))
    people: Mapped[int]


class ExerciseInject(Model):
    """One event of a scenario: after `minutes`, a player of the desk `from_key` does or learns what the text says.

    A question goes to the desk `to_key` and leads to a consultation that is marked as exercise.
    """

    __tablename__ = "exercise_inject"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_CHARACTERS), unique=True, default=public_id)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"), index=True)
    minutes: Mapped[int]
    # A code of INJECT_KINDS.
    kind: Mapped[str] = mapped_column(String(20))
    from_key: Mapped[str | None] = mapped_column(ForeignKey("focal_point.key"))
    to_key: Mapped[str | None] = mapped_column(ForeignKey("focal_point.key"))
    # For an inject of a tabletop: the role that gets the inject, a code of PARTICIPANT_ROLES. Empty means all roles.
    role: Mapped[str] = mapped_column(String(20), default="", server_default="")
    text: Mapped[str] = mapped_column(Text)
    # The language of `text`, and for a question its codes of MEASURES, OFFENCES and URGENCIES.
    language: Mapped[str] = mapped_column(String(10), default="", server_default="")
    measure: Mapped[str] = mapped_column(String(40), default="", server_default="")
    offence: Mapped[str] = mapped_column(String(20), default="", server_default="")
    urgency: Mapped[str] = mapped_column(String(20), default="", server_default="")
    # What the evaluator expects to see.
    expected: Mapped[str] = mapped_column(Text, default="")
    # When the moderator of a tabletop postponed the inject.
    held_at: Mapped[datetime | None] = mapped_column(Instant)
    released_at: Mapped[datetime | None] = mapped_column(Instant)
    consultation_id: Mapped[int | None] = mapped_column(ForeignKey("consultation.id"))

    evaluations: Mapped[list["ExerciseEvaluation"]] = relationship(
        order_by="ExerciseEvaluation.evaluator_id", cascade="all, delete-orphan"
    )


class ExerciseEvaluation(Model):
    """The observation of one evaluator on one inject of a tabletop."""

    __tablename__ = "exercise_evaluation"

    inject_id: Mapped[int] = mapped_column(ForeignKey("exercise_inject.id"), primary_key=True)
    evaluator_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    # A code of OBSERVATIONS, and the evaluator's words.
    observation: Mapped[str] = mapped_column(String(20), default=Observation.NONE)
    remark: Mapped[str] = mapped_column(Text, default="")
    evaluated_at: Mapped[datetime] = mapped_column(Instant, default=now)


class ExerciseFinding(Model):
    """One fault found in an exercise, with the person who has undertaken to mend the fault."""

    __tablename__ = "exercise_finding"
    __table_args__ = (UniqueConstraint("exercise_id", "number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_CHARACTERS), unique=True, default=public_id)
    exercise_id: Mapped[int] = mapped_column(ForeignKey("exercise.id"), index=True)
    # The order of writing. Nobody is shown it: gaps would tell of findings that the reader may not read.
    number: Mapped[int]
    text: Mapped[str] = mapped_column(Text)
    focal_point_key: Mapped[str | None] = mapped_column(ForeignKey("focal_point.key"))
    taken_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    taken_at: Mapped[datetime | None] = mapped_column(Instant)
    mended_at: Mapped[datetime | None] = mapped_column(Instant)
