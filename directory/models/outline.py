"""Outlines that were shared in a consultation, and comments on them by the desk that was asked.

An outline contains codes of a draft, and no text. It is sealed with the key of the consultation.
"""

from sqlalchemy import ForeignKey, Integer, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.extensions import Model
from directory.models.consultation import ConsultationEntry


class Outline(Model):
    """One outline, shared by the act `entry` of a consultation. `number` counts the consultation's outlines from 1."""

    __tablename__ = "consultation_outline"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    number: Mapped[int]
    entry_id: Mapped[int] = mapped_column(ForeignKey("consultation_entry.id"), unique=True)
    sealed_content: Mapped[bytes] = mapped_column(LargeBinary)

    entry: Mapped[ConsultationEntry] = relationship()


class OutlineComment(Model):
    """A comment on item `item` (from 1) of an outline. Pages show the latest comment on an item. Earlier
    comments stay in the database."""

    __tablename__ = "consultation_outline_comment"
    __table_args__ = (UniqueConstraint("entry_id", "item"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    outline_id: Mapped[int] = mapped_column(ForeignKey("consultation_outline.id"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("consultation_entry.id"))
    item: Mapped[int]
    sealed_comment: Mapped[bytes] = mapped_column(LargeBinary)

    entry: Mapped[ConsultationEntry] = relationship()
