"""Consultations: questions to a desk before or after a request is sent. Networks can set rules for them.

The texts that people write are sealed. Coordinators and administrators cannot read the texts. They see only States,
offices, codes and times of the consultations in their scope.
"""

from datetime import date, datetime

from sqlalchemy import Date, ForeignKey, Index, Integer, LargeBinary, String, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.clock import now
from directory.extensions import Model
from directory.models.details import EntryKey
from directory.models.types import Codes, Instant
from directory.tokens import public_id
from directory.vocabulary import ConsultationState

PUBLIC_ID_CHARACTERS = 20
KEY_NAME_CHARACTERS = 12
CHANNEL_CHARACTERS = 20


class Consultation(Model):
    """One consultation: a question of an office to a desk, with all later messages and answers (ConsultationEntry).

    Addresses name the consultation by its random `public_id`. If `wrapped_key` is None, its texts cannot be read.
    """

    __tablename__ = "consultation"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_CHARACTERS), unique=True, default=public_id)
    asker_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    from_jurisdiction_key: Mapped[str] = mapped_column(ForeignKey("jurisdiction.key"), index=True)
    to_jurisdiction_key: Mapped[str] = mapped_column(ForeignKey("jurisdiction.key"), index=True)
    focal_point_key: Mapped[str] = mapped_column(ForeignKey("focal_point.key"), index=True)
    network_key: Mapped[str] = mapped_column(ForeignKey("network.key"), index=True)
    measure: Mapped[str] = mapped_column(String(40))
    offence: Mapped[str] = mapped_column(String(20))
    # A code of STAGES, or empty if the asking side did not state the stage.
    stage: Mapped[str] = mapped_column(String(20), default="", server_default="")
    treaty_key: Mapped[str | None] = mapped_column(ForeignKey("treaty.key"))
    urgency: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(10))
    formal_request_on: Mapped[date | None] = mapped_column(Date)
    # A code of CHANNELS, or empty if the channel of the formal request is not known.
    sent_channel: Mapped[str] = mapped_column(String(CHANNEL_CHARACTERS), default="", server_default="")
    # The exercise to which the consultation belongs, if any. No figure of real work counts such a consultation.
    exercise_id: Mapped[int | None] = mapped_column(ForeignKey("exercise.id"), index=True)
    # An earlier consultation with the same desk, about the same request.
    earlier_id: Mapped[int | None] = mapped_column(ForeignKey("consultation.id"), index=True)

    # The consultation's own key, encrypted with the key whose fingerprint is `key_name`.
    wrapped_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    key_name: Mapped[str] = mapped_column(String(KEY_NAME_CHARACTERS), index=True)
    sealed_subject: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_reference: Mapped[bytes] = mapped_column(LargeBinary, default=b"")

    state: Mapped[str] = mapped_column(String(20), default=ConsultationState.OPEN)
    outcome: Mapped[str] = mapped_column(String(20), default="")
    missing_items: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    # The institution to which the request was passed on, as the desk answered.
    passed_on_to_key: Mapped[str | None] = mapped_column(ForeignKey("authority.key"))
    # Counts from 1. It increases when the question is asked again or passed to another desk.
    round: Mapped[int] = mapped_column(default=1)
    opened_at: Mapped[datetime] = mapped_column(Instant, default=now)
    round_started_at: Mapped[datetime] = mapped_column(Instant, default=now)
    acknowledge_by: Mapped[datetime] = mapped_column(Instant)
    answer_by: Mapped[datetime] = mapped_column(Instant)
    acknowledged_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant, default=now, index=True)
    # The time of the next reminder.
    next_step_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    # When the alarms of the last step ended without an acknowledgement, or when that step could wake nobody but a later
    # one can. The next step sets this to None again.
    alarms_ended_at: Mapped[datetime | None] = mapped_column(Instant)
    shredded_at: Mapped[datetime | None] = mapped_column(Instant)
    # When the asked desk agreed that the asking side names it to other States that are asked the same and agree too.
    # Every desk may agree, whether or not others are asked.
    naming_agreed_at: Mapped[datetime | None] = mapped_column(Instant)

    seats: Mapped[list["ConsultationSeat"]] = relationship(
        order_by="ConsultationSeat.id", back_populates="consultation"
    )

    @property
    def is_exercise(self) -> bool:
        """Whether the consultation belongs to an exercise."""
        return self.exercise_id is not None

    @property
    def entry_key(self) -> EntryKey:
        """The kind and key of the consultation in the audit chain."""
        return "consultation", self.public_id


class ConsultationSeat(Model):
    """A participant: an account on the asking side, a desk or authority on the other side.

    A vacant or ended seat gives no access. The seat of an account becomes vacant when the person moves to another
    authority or loses access.
    """

    __tablename__ = "consultation_seat"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    side: Mapped[str] = mapped_column(String(10))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    focal_point_key: Mapped[str | None] = mapped_column(ForeignKey("focal_point.key"), index=True)
    # For an account, the authority for which the person asks.
    authority_key: Mapped[str | None] = mapped_column(ForeignKey("authority.key"), index=True)
    since: Mapped[datetime] = mapped_column(Instant, default=now)
    vacant_since: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)

    consultation: Mapped[Consultation] = relationship(back_populates="seats")


class ConsultationEntry(Model):
    """One act in a consultation, with its text. The order of acts is the order of `id`."""

    __tablename__ = "consultation_entry"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_CHARACTERS), unique=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    act: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(Instant, default=now)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    side: Mapped[str] = mapped_column(String(10), default="")
    # The only side that may read the text (a note). Empty if both sides may read the text.
    only_side: Mapped[str] = mapped_column(String(10), default="")
    # The person or office that the act concerns, such as the desk to which the question was passed.
    subject_kind: Mapped[str] = mapped_column(String(20), default="")
    subject_key: Mapped[str] = mapped_column(String(160), default="")
    outcome: Mapped[str] = mapped_column(String(20), default="", server_default="")
    missing_items: Mapped[tuple[str, ...]] = mapped_column(Codes, default=(), server_default="[]")
    language: Mapped[str] = mapped_column(String(10), default="")
    # Bound to the consultation and to `public_id`, so it cannot be decrypted as the text of another act.
    sealed_text: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    # Sentences of the phrasebook with the values of their slots, bound in the same way.
    sealed_phrases: Mapped[bytes] = mapped_column(LargeBinary, default=b"", server_default="")


class ConsultationReading(Model):
    """The record that a consultation was shown to a person, up to the act `entry_id`."""

    __tablename__ = "consultation_reading"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("consultation_entry.id"), primary_key=True)
    # The form in which the consultation was shown: a page, print, a file, a program or the page of a draft.
    way: Mapped[str] = mapped_column(String(10), primary_key=True)
    times: Mapped[int] = mapped_column(default=1)
    first_at: Mapped[datetime] = mapped_column(Instant, default=now)
    last_at: Mapped[datetime] = mapped_column(Instant, default=now)


class ConsultationStep(Model):
    """One step of notifying a desk: the first notice of a question, or a reminder of a deadline.

    The row is stored in the transaction that queues the letters of the step.
    """

    __tablename__ = "consultation_step"
    __table_args__ = (
        UniqueConstraint("consultation_id", "round", "deadline", "step"),
        Index("ix_consultation_step_consultation_id", "consultation_id"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    round: Mapped[int]
    deadline: Mapped[str] = mapped_column(String(20))
    step: Mapped[str] = mapped_column(String(20))
    # The step of the fallback chain at which people were reached, or empty.
    reached: Mapped[str] = mapped_column(String(20), default="")
    taken_at: Mapped[datetime] = mapped_column(Instant, default=now)


class ConsultationRule(Model):
    """The deadlines and the retention of consultations in a network. If a network has no row, the defaults apply."""

    __tablename__ = "consultation_rule"

    network_key: Mapped[str] = mapped_column(ForeignKey("network.key"), primary_key=True)
    urgent_acknowledge_hours: Mapped[int]
    urgent_answer_hours: Mapped[int]
    # In working days of the State whose desk is asked.
    acknowledge_days: Mapped[int]
    answer_days: Mapped[int]
    # The days for which a consultation is kept after its last act. Before `shorter_from`, `earlier_kept_days` apply
    # instead.
    kept_days: Mapped[int]
    earlier_kept_days: Mapped[int | None]
    shorter_from: Mapped[datetime | None] = mapped_column(Instant)

    def kept_days_at(self, at: datetime) -> int:
        """Return how many days a consultation is kept after its last act, by the rule in force at the instant `at`."""
        waits = self.shorter_from is not None and at < self.shorter_from
        return self.earlier_kept_days if waits and self.earlier_kept_days is not None else self.kept_days
