"""Outlines of drafts that were shared in a consultation, and what the asked desk said of their items.

All of it is sealed with the key of the thread and shredded with it; who wrote and when stands in the entries.
"""

from sqlalchemy import ForeignKey, Integer, LargeBinary, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.extensions import Model
from directory.models.consultation import ConsultationEntry


class Outline(Model):
    """One outline as it was shared by the act `entry`; `number` counts those of a consultation from 1."""

    __tablename__ = "consultation_outline"
    __table_args__ = (UniqueConstraint("consultation_id", "number"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    consultation_id: Mapped[int] = mapped_column(ForeignKey("consultation.id"))
    number: Mapped[int]
    entry_id: Mapped[int] = mapped_column(ForeignKey("consultation_entry.id"), unique=True)
    sealed_content: Mapped[bytes] = mapped_column(LargeBinary)

    entry: Mapped[ConsultationEntry] = relationship()


class OutlineComment(Model):
    """What was said of one item by the act `entry`; a later one takes its place and this stays.

    `item` is the place of the item in the outline, from 1.
    """

    __tablename__ = "consultation_outline_comment"
    __table_args__ = (UniqueConstraint("entry_id", "item"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    outline_id: Mapped[int] = mapped_column(ForeignKey("consultation_outline.id"), index=True)
    entry_id: Mapped[int] = mapped_column(ForeignKey("consultation_entry.id"))
    item: Mapped[int]
    sealed_comment: Mapped[bytes] = mapped_column(LargeBinary)

    entry: Mapped[ConsultationEntry] = relationship()
