"""Outlines that were shared in a consultation, and comments on their items by the desk that was asked. An outline is
made from a draft: it contains codes, and no text of the draft.

Outlines and comments are sealed with the key of the consultation and shredded with it. Their authors and times are in
the acts of the consultation (`ConsultationEntry`).
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
    """A comment on one item of an outline, made by the act `entry`. Pages show only the latest comment on an item;
    earlier rows stay.

    `item` is the position of the item in the outline, from 1.
    """

    __tablename__ = "consultation_outline_comment"
    __table_args__ = (UniqueConstraint("entry_id", "item"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    outline_id: Mapped[int] = mapped_column(ForeignKey("consultation_outline.id"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("consultation_entry.id"))
    item: Mapped[int]
    sealed_comment: Mapped[bytes] = mapped_column(LargeBinary)

    entry: Mapped[ConsultationEntry] = relationship()
