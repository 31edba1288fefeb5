"""Mail to be sent, written in the transaction that causes it, and addresses that mail cannot reach."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, Integer, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.clock import now
from directory.extensions import Model
from directory.models.account import ADDRESS_CHARACTERS
from directory.models.lease import Leased

FAULT_CHARACTERS = 200
ERASED = "erased"


class Mail(Leased, Model):
    """One message to one address. The row holds the name of the letter and the values for it, not the text.

    The process that sends the message holds the lease of the row.
    """

    __tablename__ = "mail"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    # The purpose of the message, so that nobody gets it twice: `campaign:12:345:reminder:7`.
    key: Mapped[str] = mapped_column(String(300), unique=True)
    # `letter` names the text, and `values` fill its placeholders. No value is restricted. Of what people typed,
    # `values` contain only names (of a person, an office or a file). They are emptied after the message is sent or
    # erased.
    letter: Mapped[str] = mapped_column(String(40))
    address: Mapped[str] = mapped_column(String(ADDRESS_CHARACTERS), index=True)
    language: Mapped[str] = mapped_column(String(10))
    values: Mapped[dict[str, Any]] = mapped_column(JSON)
    queued_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now, index=True)
    due_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now, index=True)
    # Waiting, sent, bounced, given_up or erased.
    state: Mapped[str] = mapped_column(String(20), default="waiting")
    tries: Mapped[int] = mapped_column(default=0)
    sent_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    fault: Mapped[str] = mapped_column(String(FAULT_CHARACTERS), default="")


class BouncedAddress(Model):
    """An address to which mail cannot be delivered, in lower case. No more mail is sent to this address."""

    __tablename__ = "bounced_address"

    address: Mapped[str] = mapped_column(String(ADDRESS_CHARACTERS), primary_key=True)
    bounced_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    reason: Mapped[str] = mapped_column(String(FAULT_CHARACTERS), default="")
