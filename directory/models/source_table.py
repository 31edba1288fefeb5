"""The official tables that the site reads. For each table, a row has its address, the way in which it is read, and the
result of the last attempt to read it."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Model
from directory.models.details import KEY_CHARACTERS
from directory.models.types import Codes, Instant

TABLE_NAME_CHARACTERS = 60


class SourceTable(Model):
    """One official table of acts under treaties, at a web address. The table itself is not stored.

    `reader` is a code of SOURCE_READERS. `treaty_key` is the treaty of all rows; it is None if a column of the table
    names the treaty. `columns` is a mapping from the headings of the table to fields, and empty if the reader needs
    none. `left_out` are the participants that are no State of this directory, such as a regional organization.

    `outcome` is the SourceOutcome of the last attempt to read the table, or empty before the first attempt. If the
    table was refused, `fault` is the reason: a message and the values of its placeholders.

    `remarks` and `absent` come from the last attempt at which the table was not refused. `remarks` are messages, in the
    form of `fault`, about parts of the table that are not proposed. `absent` are the keys of the stored acts that the
    table did not have.
    """

    __tablename__ = "source_table"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    name: Mapped[str] = mapped_column(String(TABLE_NAME_CHARACTERS), unique=True)
    reader: Mapped[str] = mapped_column(String(20))
    address: Mapped[str] = mapped_column(Text)
    treaty_key: Mapped[str | None] = mapped_column(String(KEY_CHARACTERS), ForeignKey("treaty.key"), index=True)
    columns: Mapped[dict[str, str]] = mapped_column(JSON, default=dict)
    left_out: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    asked_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    outcome: Mapped[str] = mapped_column(String(20), default="")
    fault: Mapped[list[Any]] = mapped_column(JSON, default=list)
    remarks: Mapped[list[Any]] = mapped_column(JSON, default=list, server_default="[]")
    absent: Mapped[list[str]] = mapped_column(JSON, default=list)
