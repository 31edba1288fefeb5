"""What a row has that one process at a time may work on."""

from datetime import datetime

from sqlalchemy import DateTime, String
from sqlalchemy.orm import Mapped, mapped_column


class Leased:
    """A row that a process holds until `leased_until`, under a random name that only this process has: `leased_by`."""

    leased_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    leased_by: Mapped[str | None] = mapped_column(String(20))
