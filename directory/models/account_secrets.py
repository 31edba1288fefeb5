"""The factors with which people sign in: password, code generator, recovery codes, and mailed links."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Model
from directory.models.types import DIGEST_CHARACTERS, Codes


class AccountSecrets(Model):
    """The factors of one account, hashed or encrypted. Passkeys are in a table of their own."""

    __tablename__ = "account_secrets"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    password_hash: Mapped[str] = mapped_column(Text, default="")
    totp_secret: Mapped[str] = mapped_column(Text, default="")
    # The time step of the last accepted code. Codes of the same or an earlier step are refused.
    totp_counter: Mapped[int | None]
    recovery_codes: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    # A random name by which passkeys know the account (WebAuthn).
    user_handle: Mapped[str] = mapped_column(String(64), unique=True)


class AccountLink(Model):
    """A mailed link that works once: to sign in and choose a password (`sign_in`), or to replace a lost password
    (`reset`).

    For an unknown address, a row without an account is stored and nothing is mailed. The answer takes as long as for a
    known address, so the time does not reveal whether the address is known.
    """

    __tablename__ = "account_link"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    # The digest of the link's secret.
    digest: Mapped[str] = mapped_column(String(DIGEST_CHARACTERS), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
