"""Handovers: a person leaves, another takes over, and both have access for a while."""

from datetime import date, datetime

from sqlalchemy import ForeignKey, Integer, String, Text, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.clock import now
from directory.extensions import Model
from directory.models.account import Account
from directory.models.details import EntryKey
from directory.models.invitation import PUBLIC_ID_CHARACTERS, Invitation
from directory.models.types import Codes, Instant


class Handover(Model):
    """A handover to an account or to an invited person. `ends_on` is the last day of the person who leaves."""

    __tablename__ = "handover"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_CHARACTERS), unique=True)
    leaver_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    successor_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"))
    creator_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    # The office of the person who leaves.
    authority_key: Mapped[str | None] = mapped_column(ForeignKey("authority.key"))
    # The keys of the desks and networks that pass to the successor.
    desks: Mapped[tuple[str, ...]] = mapped_column(Codes)
    networks: Mapped[tuple[str, ...]] = mapped_column(Codes)
    # Whether the office passes, and whether role and scope pass.
    passes_authority: Mapped[bool] = mapped_column(default=False, server_default=false())
    passes_role: Mapped[bool] = mapped_column(default=False, server_default=false())
    # Whether the successor has the leaver's duty on the rotas of the desks that pass, from the day after `ends_on`.
    passes_shifts: Mapped[bool] = mapped_column(default=False, server_default=false())
    note: Mapped[str] = mapped_column(Text, default="")
    ends_on: Mapped[date] = mapped_column(index=True)
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    stopped_at: Mapped[datetime | None] = mapped_column(Instant)
    signed_off_at: Mapped[datetime | None] = mapped_column(Instant)
    signer_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))

    leaver: Mapped[Account] = relationship(foreign_keys=[leaver_id])
    successor: Mapped[Account | None] = relationship(foreign_keys=[successor_id])
    creator: Mapped[Account] = relationship(foreign_keys=[creator_id])
    invitation: Mapped[Invitation | None] = relationship()

    @property
    def entry_key(self) -> EntryKey:
        """The kind and key of the handover in the audit chain."""
        return "handover", self.public_id

    @property
    def state(self) -> str:
        """The state of the handover, a code of `HANDOVER_STATES`."""
        if self.stopped_at:
            return "stopped"
        if self.signed_off_at:
            return "signed_off"
        return "ended" if self.ended_at else "running"
