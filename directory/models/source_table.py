"""The official tables that the site reads, with the result of the last attempt."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Model
from directory.models.details import KEY_CHARACTERS
from directory.models.types import Codes, Instant

TABLE_NAME_CHARACTERS = 60


class SourceTable(Model):
    """One official table, at a web address, which lists what States did under treaties (such as ratification). The
    table itself is not stored."""

    __tablename__ = "source_table"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(TABLE_NAME_CHARACTERS), unique=True)
    # A code of SOURCE_READERS.
    reader: Mapped[str] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(Text)
    # The treaty of all rows, or None if a column of the table names the treaty.
    treaty_key: Mapped[str | None] = mapped_column(String(KEY_CHARACTERS), ForeignKey("treaty.key"), index=True)
    # A mapping from the headings of the table to fields. Empty if the reader needs none.
    columns: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    # The participants that are no State of this directory, such as a regional organization.
    left_out: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    asked_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    # The SourceOutcome of the last attempt, or empty before the first attempt.
    outcome: Mapped[str] = mapped_column(String(20), default="")
    # Why the table was refused: a message and the values of its placeholders.
    fault: Mapped[list[Any]] = mapped_column(JSON, default=list)
    # Messages about parts of the table that are not proposed, from the last attempt that was not refused.
    remarks: Mapped[list[Any]] = mapped_column(JSON, default=list, server_default="[]")
    # The keys of stored acts that were missing from the table, at the last attempt that was not refused.
    absent: Mapped[list[str]] = mapped_column(JSON, default=list)
