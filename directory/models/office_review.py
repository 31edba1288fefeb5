"""The yearly question to an office: who still holds an account."""

from datetime import datetime

from sqlalchemy import Index, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Model
from directory.models.details import KEY_CHARACTERS
from directory.models.types import Instant

STEP_CHARACTERS = 10


class OfficeReview(Model):
    """One year's question to an office, which is an authority or, without one, the people of a State who are of no
    authority. `jurisdiction` and `authority` are keys, or empty texts.

    `step` is a ReviewStep, and `step_at` the time at which it was reached.
    """

    __tablename__ = "office_review"
    __table_args__ = (Index("ix_office_review_office", "jurisdiction", "authority", "asked_at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    jurisdiction: Mapped[str] = mapped_column(String(KEY_CHARACTERS))
    authority: Mapped[str] = mapped_column(String(KEY_CHARACTERS))
    asked_at: Mapped[datetime] = mapped_column(Instant)
    step: Mapped[str] = mapped_column(String(STEP_CHARACTERS))
    step_at: Mapped[datetime] = mapped_column(Instant, index=True)
