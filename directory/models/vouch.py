"""Vouches: desks that answer for desks of other States."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.clock import now
from directory.extensions import Model
from directory.models.details import EntryKey
from directory.models.types import Instant
from directory.tokens import public_id

PUBLIC_ID_CHARACTERS = 20


class Vouch(Model):
    """One vouch of the desk `voucher_key` for the desk `focal_point_key`. The vouch belongs to the vouching desk, and
    stays when the person who gave the vouch leaves."""

    __tablename__ = "vouch"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_CHARACTERS), unique=True, default=public_id)
    voucher_key: Mapped[str] = mapped_column(ForeignKey("focal_point.key"), index=True)
    focal_point_key: Mapped[str] = mapped_column(ForeignKey("focal_point.key"), index=True)
    giver_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    given_at: Mapped[datetime] = mapped_column(Instant, default=now)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)

    @property
    def entry_key(self) -> EntryKey:
        """The kind and key of the vouch in the audit chain."""
        return "vouch", self.public_id
