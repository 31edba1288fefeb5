"""Invitations to get an account. Only the operator can make an account without an invitation."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.clock import now
from directory.extensions import Model
from directory.models.account import ADDRESS_CHARACTERS, Account
from directory.models.details import EntryKey, Place
from directory.models.types import DIGEST_CHARACTERS, Instant
from directory.vocabulary import OfficeAgreement

PUBLIC_ID_CHARACTERS = 24
AGREEMENT_CHARACTERS = 10
# In these states an invitation can be sent again and withdrawn.
OPEN_STATES = frozenset({"asked", "waiting", "expired"})


class Invitation(Model):
    """One invitation, for one address, role and scope. `account_id` is None until the invitation is accepted."""

    __tablename__ = "invitation"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_CHARACTERS), unique=True)
    # The digest of the secret in the newest letter's link. Each letter has a new secret.
    digest: Mapped[str] = mapped_column(String(DIGEST_CHARACTERS), unique=True)
    email: Mapped[str] = mapped_column(String(ADDRESS_CHARACTERS), index=True)
    name: Mapped[str] = mapped_column(Text, default="")
    role: Mapped[str] = mapped_column(String(20))
    jurisdiction_key: Mapped[str | None] = mapped_column(ForeignKey("jurisdiction.key"), index=True)
    authority_key: Mapped[str | None] = mapped_column(ForeignKey("authority.key"))
    language: Mapped[str] = mapped_column(String(10), default="en")
    inviter_id: Mapped[int] = mapped_column(ForeignKey("account.id"))
    # The number of letters sent.
    sendings: Mapped[int] = mapped_column(default=1)
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    accepted_at: Mapped[datetime | None] = mapped_column(Instant)
    withdrawn_at: Mapped[datetime | None] = mapped_column(Instant)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    # An OfficeAgreement if somebody outside of the State invites into an office of it, else empty.
    agreement: Mapped[str] = mapped_column(String(AGREEMENT_CHARACTERS), default="")
    # The person of the State who agreed or refused.
    decider_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    decided_at: Mapped[datetime | None] = mapped_column(Instant)

    inviter: Mapped[Account] = relationship(foreign_keys=[inviter_id])
    networks: Mapped[list["InvitationNetwork"]] = relationship(cascade="all, delete-orphan")
    desks: Mapped[list["InvitationDesk"]] = relationship(cascade="all, delete-orphan")

    @property
    def entry_key(self) -> EntryKey:
        """The kind and key of the invitation in the audit chain."""
        return "invitation", self.public_id

    def place(self) -> Place:
        """Return the State and the networks to which the invitation gives access."""
        return Place(self.jurisdiction_key or "", frozenset(one.network_key for one in self.networks))

    def state(self, at: datetime) -> str:
        """Return the state of the invitation at an instant, a code of `INVITATION_STATES`."""
        if self.accepted_at:
            return "accepted"
        if self.withdrawn_at:
            return "refused" if self.agreement == OfficeAgreement.REFUSED else "withdrawn"
        if at >= self.expires_at:
            return "expired"
        return "asked" if self.agreement == OfficeAgreement.ASKED else "waiting"


class InvitationNetwork(Model):
    """A network to which an invitation gives access."""

    __tablename__ = "invitation_network"

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"), primary_key=True)
    network_key: Mapped[str] = mapped_column(ForeignKey("network.key"), primary_key=True)


class InvitationDesk(Model):
    """A desk that the invited person will staff."""

    __tablename__ = "invitation_desk"

    invitation_id: Mapped[int] = mapped_column(ForeignKey("invitation.id"), primary_key=True)
    focal_point_key: Mapped[str] = mapped_column(ForeignKey("focal_point.key"), primary_key=True)
    desk_role: Mapped[str] = mapped_column(String(20))
