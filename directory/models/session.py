"""Sessions of people who are signing in or signed in: one row for each, found by the digest of its cookie."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Integer, String, true
from sqlalchemy.orm import Mapped, mapped_column

from directory.clock import now
from directory.extensions import Model
from directory.models.types import DIGEST_CHARACTERS


class AccountSession(Model):
    """One session in one browser. The session of a person lasts from the first factor to its end.

    `password_at`, `totp_at`, `recovery_at` and `passkey_at` are the times at which factors were shown, or None. A row
    without an account contains only data that must not be in a cookie, such as the challenge of a passkey. `device` is
    a short name of the browser.

    `is_settled` becomes true when signing in is completed. If signing in stops halfway, it becomes true when the person
    is mailed about this.
    """

    __tablename__ = "account_session"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    digest: Mapped[str] = mapped_column(String(DIGEST_CHARACTERS), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    created_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    seen_at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    password_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    totp_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    recovery_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    passkey_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    is_settled: Mapped[bool] = mapped_column(default=False, server_default=true())
    device: Mapped[str] = mapped_column(String(80), default="")
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
