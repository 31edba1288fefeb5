"""Sessions of people who are signing in or signed in. The row of a session is found by the digest of its cookie."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Integer, String, true
from sqlalchemy.orm import Mapped, mapped_column

from directory.clock import now
from directory.extensions import Model
from directory.models.types import DIGEST_CHARACTERS


class AccountSession(Model):
    """One session in one browser, from a person's first factor to the session's end.

    The time of each factor is None if the person did not use the factor. A row without an account is the session
    of a visitor, with data that must not be stored in the cookie.
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
    # When the person signed in with the account at the office, by one factor and by two (see `office_accounts`).
    issuer_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    issuer_two_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    # The session is open until then, unless the issuer says that the session there goes on. None for no such limit.
    proven_until: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
    # True once the sign-in is completed, or once it was checked whether to mail the person about an unfinished sign-in.
    is_settled: Mapped[bool] = mapped_column(default=False, server_default=true())
    device: Mapped[str] = mapped_column(String(80), default="")
    data: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
