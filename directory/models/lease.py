"""Rows with a lease: only the process that holds the lease may work on the row."""

from datetime import datetime

from sqlalchemy import DateTime, String
from sqlalchemy.orm import Mapped, mapped_column


class Leased:
    """A row that the process `leased_by` (a random name) holds until `leased_until`."""

    leased_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    leased_by: Mapped[str | None] = mapped_column(String(20))
