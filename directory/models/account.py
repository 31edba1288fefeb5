"""Accounts of people, with the networks to which they belong and the desks that they staff."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.clock import now
from directory.extensions import Model
from directory.models.details import KEY_CHARACTERS
from directory.models.types import Instant

ADDRESS_CHARACTERS = 254
PERSON_NAME_CHARACTERS = 120


class Account(Model):
    """One person with a role. When a person is forgotten, the row stays, without name and address.

    The scope of a coordinator is one of these: one State, in all networks; some networks, in all States; or some
    networks, in one State.
    """

    __tablename__ = "account"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    email: Mapped[str] = mapped_column(String(ADDRESS_CHARACTERS), unique=True)
    name: Mapped[str] = mapped_column(Text, default="")
    role: Mapped[str] = mapped_column(String(20))
    jurisdiction_key: Mapped[str | None] = mapped_column(ForeignKey("jurisdiction.key"), index=True)
    authority_key: Mapped[str | None] = mapped_column(ForeignKey("authority.key"))
    language: Mapped[str] = mapped_column(String(10), default="en")
    active: Mapped[bool] = mapped_column(default=True)
    inviter_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    # When somebody last confirmed that the person still belongs to the office.
    confirmed_at: Mapped[datetime | None] = mapped_column(Instant)
    # Since when restricted details are not shown to the person, because nobody confirmed that.
    narrowed_at: Mapped[datetime | None] = mapped_column(Instant)

    networks: Mapped[list["AccountNetwork"]] = relationship(cascade="all, delete-orphan")
    desks: Mapped[list["DeskMember"]] = relationship(cascade="all, delete-orphan")


class AccountNetwork(Model):
    """A network to which a person belongs. The networks of a coordinator limit the coordinator's scope."""

    __tablename__ = "account_network"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    network_key: Mapped[str] = mapped_column(ForeignKey("network.key"), primary_key=True)


class DeskMember(Model):
    """A person who staffs a desk. `desk_role` is a code of DESK_ROLES."""

    __tablename__ = "desk_member"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    focal_point_key: Mapped[str] = mapped_column(
        String(KEY_CHARACTERS), ForeignKey("focal_point.key"), primary_key=True, index=True
    )
    desk_role: Mapped[str] = mapped_column(String(20))
