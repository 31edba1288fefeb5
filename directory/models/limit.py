"""Counts of attempts (such as to sign in) that limits need. All processes share the counts."""

from datetime import datetime

from sqlalchemy import DateTime, String
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Model


class LimitCount(Model):
    """The number of attempts in one window of time. The row has no effect after `expires_at`."""

    __tablename__ = "limit_count"

    # The name of the limit, and a signature that does not reveal the person or address.
    key: Mapped[str] = mapped_column(String(300), primary_key=True)
    count: Mapped[int] = mapped_column(default=0)
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), index=True)
