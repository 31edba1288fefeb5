"""Requests for access: what a visitor wrote, and the decision of a coordinator or administrator."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.clock import now
from directory.extensions import Model
from directory.models.account import ADDRESS_CHARACTERS
from directory.models.details import EntryKey, Place
from directory.models.invitation import PUBLIC_ID_CHARACTERS
from directory.models.types import DIGEST_CHARACTERS, Instant


class AccessRequest(Model):
    """A visitor's request for access as a practitioner of a State, in some networks.

    The visitor first confirms the mail address by a link in a letter. Then coordinators or administrators decide on the
    request.
    """

    __tablename__ = "access_request"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_CHARACTERS), unique=True)
    # The digest of the link's secret. The link works until `expires_at`.
    digest: Mapped[str] = mapped_column(String(DIGEST_CHARACTERS), unique=True)
    email: Mapped[str] = mapped_column(String(ADDRESS_CHARACTERS), index=True)
    name: Mapped[str] = mapped_column(Text)
    office: Mapped[str] = mapped_column(Text)
    jurisdiction_key: Mapped[str] = mapped_column(ForeignKey("jurisdiction.key"), index=True)
    authority_key: Mapped[str | None] = mapped_column(ForeignKey("authority.key"))
    reason: Mapped[str] = mapped_column(Text)
    language: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    decided_at: Mapped[datetime | None] = mapped_column(Instant)
    decider_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    refusal: Mapped[str] = mapped_column(Text, default="")
    # The invitation that an approval made.
    invitation_id: Mapped[int | None] = mapped_column(ForeignKey("invitation.id"))

    networks: Mapped[list["AccessRequestNetwork"]] = relationship(cascade="all, delete-orphan")

    @property
    def entry_key(self) -> EntryKey:
        """The kind and key of the request in the audit chain."""
        return "access_request", self.public_id

    def place(self) -> Place:
        """Return the State and the networks for which the request asks."""
        return Place(self.jurisdiction_key, frozenset(one.network_key for one in self.networks))

    @property
    def state(self) -> str:
        """The state of the request, a code of `ACCESS_REQUEST_STATES`."""
        if self.decided_at:
            return "approved" if self.invitation_id else "refused"
        return "waiting" if self.confirmed_at else "unconfirmed"


class AccessRequestNetwork(Model):
    """One network for which an access request asks."""

    __tablename__ = "access_request_network"

    access_request_id: Mapped[int] = mapped_column(ForeignKey("access_request.id"), primary_key=True)
    network_key: Mapped[str] = mapped_column(ForeignKey("network.key"), primary_key=True)
