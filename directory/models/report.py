"""Reports of contacts that are wrong or do not answer."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from directory.clock import now
from directory.extensions import Model
from directory.models.account import ADDRESS_CHARACTERS
from directory.models.details import KEY_CHARACTERS
from directory.tokens import public_id


class Report(Model):
    """A person's report that a contact is wrong or does not answer.

    The reporter's `address` is shown to nobody: it only receives the letter about the outcome. `address` and `words`
    are erased some time after the report is settled.
    """

    __tablename__ = "report"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(30), unique=True, default=public_id)
    contact_key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), index=True)
    # Authority, State and network of the contact when coordinators were last notified of the report.
    authority_key: Mapped[str] = mapped_column(String(KEY_CHARACTERS))
    jurisdiction_key: Mapped[str] = mapped_column(String(10), default="", index=True)
    network_key: Mapped[str | None] = mapped_column(String(KEY_CHARACTERS))
    fault: Mapped[str] = mapped_column(String(20))
    words: Mapped[str] = mapped_column(Text, default="")
    address: Mapped[str] = mapped_column(String(ADDRESS_CHARACTERS), default="")
    language: Mapped[str] = mapped_column(String(10))
    reported_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    outcome: Mapped[str] = mapped_column(String(20), default="")
    settled_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    settled_by_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"))
