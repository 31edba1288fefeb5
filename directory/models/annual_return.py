"""Yearly figures that States report: victims or migrants, arrests, prosecutions and convictions."""

from collections.abc import Mapping
from datetime import datetime

from sqlalchemy import JSON, ForeignKey, Integer, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column

from directory.clock import now
from directory.extensions import Model
from directory.models.details import EntryKey
from directory.models.types import Instant

# This code stands for all persons, in place of a group of persons.
ALL = "total"
Counts = Mapping[str, Mapping[str, int]]


class AnnualReturn(Model):
    """The figures of one State on one subject (trafficking in persons or smuggling of migrants) for one year."""

    __tablename__ = "annual_return"
    __table_args__ = (UniqueConstraint("jurisdiction_key", "subject", "year"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    jurisdiction_key: Mapped[str] = mapped_column(ForeignKey("jurisdiction.key"))
    subject: Mapped[str] = mapped_column(String(20))
    year: Mapped[int]
    # `counts[indicator][group]` is a number of persons. An unknown number is left out.
    counts: Mapped[Counts] = mapped_column(JSON)
    sources: Mapped[str] = mapped_column(Text)
    note: Mapped[str] = mapped_column(Text, default="")
    # Each change of the figures increases the version.
    version: Mapped[int] = mapped_column(default=1)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    filed_at: Mapped[datetime] = mapped_column(Instant, default=now)

    @property
    def entry_key(self) -> EntryKey:
        """The kind and key of the figures in the audit chain."""
        return "annual_return", f"{self.jurisdiction_key}-{self.subject}-{self.year}"
