"""Rounds: one question to the desks of several States. Each State has a consultation of its own, and none sees that
there is a round.

A round holds what is the same for all States, sealed, so that it can be asked of another State later. Whoever has a
seat on the asking side of one of its consultations may read it, so it has no list of readers of its own.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, LargeBinary, String
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.clock import now
from directory.extensions import Model
from directory.models.consultation import KEY_NAME_CHARACTERS, PUBLIC_ID_CHARACTERS, Consultation
from directory.models.details import EntryKey
from directory.models.types import Codes, Instant
from directory.tokens import public_id


class QuestionRound(Model):
    """One round. Addresses name it by its random `public_id`. If `wrapped_key` is None, its texts cannot be read."""

    __tablename__ = "question_round"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_CHARACTERS), unique=True, default=public_id)
    measure: Mapped[str] = mapped_column(String(40))
    offence: Mapped[str] = mapped_column(String(20))
    stage: Mapped[str] = mapped_column(String(20), default="")
    treaty_key: Mapped[str | None] = mapped_column(ForeignKey("treaty.key"))
    urgency: Mapped[str] = mapped_column(String(20))
    language: Mapped[str] = mapped_column(String(10))
    # The items of the outline: codes of REQUEST_ITEMS that the request will have. Empty if no outline was shared.
    outline_items: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    wrapped_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    key_name: Mapped[str] = mapped_column(String(KEY_NAME_CHARACTERS), index=True)
    sealed_subject: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_text: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_phrases: Mapped[bytes] = mapped_column(LargeBinary)
    opened_at: Mapped[datetime] = mapped_column(Instant, default=now)
    shredded_at: Mapped[datetime | None] = mapped_column(Instant)

    members: Mapped[list["RoundMember"]] = relationship(order_by="RoundMember.id", back_populates="round")

    @property
    def entry_key(self) -> EntryKey:
        """The kind and key of the round in the audit chain."""
        return "round", self.public_id


class RoundMember(Model):
    """One State of a round, with the consultation of its desk."""

    __tablename__ = "round_member"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    round_id: Mapped[int] = mapped_column(ForeignKey("question_round.id"), index=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"), unique=True)
    let_go_at: Mapped[datetime | None] = mapped_column(Instant)
    # When the asking side told this State of the others that agreed. It counts only if the desk agreed before and has
    # not taken that back (`Consultation.naming_agreed_at`).
    told_at: Mapped[datetime | None] = mapped_column(Instant)

    round: Mapped[QuestionRound] = relationship(back_populates="members")
    consultation: Mapped[Consultation] = relationship()
