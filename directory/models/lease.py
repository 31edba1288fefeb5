"""The lease on a row that only one process at a time may work on."""

from datetime import datetime

from sqlalchemy import DateTime, String
from sqlalchemy.orm import Mapped, mapped_column


class Leased:
    """A row that a process holds until `leased_until`. `leased_by` is a random name of that process. Without
    `leased_until`, no process holds the row."""

    leased_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    leased_by: Mapped[str | None] = mapped_column(String(20))
