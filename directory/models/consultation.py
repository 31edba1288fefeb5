"""Consultations: questions to a desk before or after a request is sent, with their participants, acts, readers and
reminders. Also the deadlines and the retention that each network sets.

All texts that people write are sealed, and so is the subject (see `envelope_encryption`). Coordinators and
administrators may see, within their scope, that a consultation exists, its States, its measure and its state.
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


class Consultation(Model):
    """One consultation. Addresses name the consultation by its random `public_id`.

    `wrapped_key` is the consultation's own key, encrypted with one of the keys in ENCRYPTION_KEYS. `key_name` is the
    fingerprint of the key that encrypted it. Without `wrapped_key`, no text of the consultation can be read.

    `round` counts from 1, and increases when the question is asked again or passed to another desk. Each round sets
    `acknowledge_by` and `answer_by` anew. `next_step_at` is the time of the next reminder, or None if there is no next
    reminder.
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
    treaty_key: Mapped[str | None] = mapped_column(ForeignKey("treaty.key"))
    urgency: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(10))
    formal_request_on: Mapped[date | None] = mapped_column(Date)

    wrapped_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    key_name: Mapped[str] = mapped_column(String(KEY_NAME_CHARACTERS), index=True)
    sealed_subject: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_reference: Mapped[bytes] = mapped_column(LargeBinary, default=b"")

    state: Mapped[str] = mapped_column(String(20), default=ConsultationState.OPEN)
    outcome: Mapped[str] = mapped_column(String(20), default="")
    missing_items: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    round: Mapped[int] = mapped_column(default=1)
    opened_at: Mapped[datetime] = mapped_column(Instant, default=now)
    round_started_at: Mapped[datetime] = mapped_column(Instant, default=now)
    acknowledge_by: Mapped[datetime] = mapped_column(Instant)
    answer_by: Mapped[datetime] = mapped_column(Instant)
    acknowledged_at: Mapped[datetime | None] = mapped_column(Instant)
    answered_at: Mapped[datetime | None] = mapped_column(Instant)
    closed_at: Mapped[datetime | None] = mapped_column(Instant)
    changed_at: Mapped[datetime] = mapped_column(Instant, default=now, index=True)
    next_step_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    shredded_at: Mapped[datetime | None] = mapped_column(Instant)

    seats: Mapped[list["ConsultationSeat"]] = relationship(
        order_by="ConsultationSeat.id", back_populates="consultation"
    )

    @property
    def entry_key(self) -> EntryKey:
        """The kind and key of the consultation in the audit chain."""
        return "consultation", self.public_id


class ConsultationSeat(Model):
    """A participant of a consultation. On the asking side, the participant is one account. On the side that was asked,
    the participant is a desk or an authority, with all people who work there.

    A person's seat belongs to the authority for which the person asks. The seat is vacant if the person moves to
    another authority or loses access. The person can then no longer read the consultation. `vacant_since` is the time
    at which the vacancy was noted. A seat with `ended_at` gives no access.
    """

    __tablename__ = "consultation_seat"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    side: Mapped[str] = mapped_column(String(10))
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    focal_point_key: Mapped[str | None] = mapped_column(ForeignKey("focal_point.key"), index=True)
    authority_key: Mapped[str | None] = mapped_column(ForeignKey("authority.key"), index=True)
    since: Mapped[datetime] = mapped_column(Instant, default=now)
    vacant_since: Mapped[datetime | None] = mapped_column(Instant)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)

    consultation: Mapped[Consultation] = relationship(back_populates="seats")


class ConsultationEntry(Model):
    """One act in a consultation, with its text. The order of acts is the order of `id`.

    `only_side` is the side that may read a note; it is empty if both sides may read the text. `subject_kind` and
    `subject_key` name the person or office that the act concerns, for instance the desk to which the question was
    passed. An answer stores its own `outcome` and `missing_items`, since a later answer may differ.

    `sealed_text` can be opened only as the text of this act, since it is bound to the consultation and `public_id`.
    """

    __tablename__ = "consultation_entry"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_CHARACTERS), unique=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), index=True)
    act: Mapped[str] = mapped_column(String(20))
    at: Mapped[datetime] = mapped_column(Instant, default=now)
    author_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    side: Mapped[str] = mapped_column(String(10), default="")
    only_side: Mapped[str] = mapped_column(String(10), default="")
    subject_kind: Mapped[str] = mapped_column(String(20), default="")
    subject_key: Mapped[str] = mapped_column(String(160), default="")
    outcome: Mapped[str] = mapped_column(String(20), default="", server_default="")
    missing_items: Mapped[tuple[str, ...]] = mapped_column(Codes, default=(), server_default="[]")
    language: Mapped[str] = mapped_column(String(10), default="")
    sealed_text: Mapped[bytes] = mapped_column(LargeBinary, default=b"")


class ConsultationReading(Model):
    """The record that a consultation was shown to a person. `entry_id` is the newest act that the person was shown.
    `times` says how often this happened; `first_at` and `last_at` are the first and the last time.

    `way` is the form in which the consultation was shown: as a page, in print, as a file, or to a program. One more
    form is the page of a draft, which shows only comments of the consultation.
    """

    __tablename__ = "consultation_reading"

    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), primary_key=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("consultation_entry.id"), primary_key=True)
    way: Mapped[str] = mapped_column(String(10), primary_key=True)
    times: Mapped[int] = mapped_column(default=1)
    first_at: Mapped[datetime] = mapped_column(Instant, default=now)
    last_at: Mapped[datetime] = mapped_column(Instant, default=now)


class ConsultationStep(Model):
    """One step of notifying a desk: the first notice of a question, or a reminder of a deadline.

    There is one row for each round, deadline and step. The row is stored in the same transaction as the letters of the
    step. `reached` is the step of the fallback chain at which people were reached. It is empty if nobody was reached.
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
    reached: Mapped[str] = mapped_column(String(20), default="")
    taken_at: Mapped[datetime] = mapped_column(Instant, default=now)


class ConsultationRule(Model):
    """The deadlines and the retention of consultations in a network. Without a row, the defaults apply.

    Deadlines are in hours for urgent consultations. For all other consultations, deadlines are in working days of the
    State whose desk is asked.

    The retention `kept_days` is the number of days for which a consultation is kept after its last act. If the
    retention was shortened, `kept_days` applies from `shorter_from` on. Before that, the longer `earlier_kept_days`
    applies.
    """

    __tablename__ = "consultation_rule"

    network_key: Mapped[str] = mapped_column(ForeignKey("network.key"), primary_key=True)
    urgent_acknowledge_hours: Mapped[int]
    urgent_answer_hours: Mapped[int]
    acknowledge_days: Mapped[int]
    answer_days: Mapped[int]
    kept_days: Mapped[int]
    earlier_kept_days: Mapped[int | None]
    shorter_from: Mapped[datetime | None] = mapped_column(Instant)

    def kept_days_at(self, at: datetime) -> int:
        """Return the retention in force at an instant, in days from the last act of a consultation."""
        waits = self.shorter_from is not None and at < self.shorter_from
        return self.earlier_kept_days if waits and self.earlier_kept_days is not None else self.kept_days
