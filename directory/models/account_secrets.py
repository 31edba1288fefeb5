"""The factors with which people sign in: password, code generator, recovery codes, and mailed links."""

from datetime import datetime

from sqlalchemy import DateTime, ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column

from directory.extensions import Model
from directory.models.types import DIGEST_CHARACTERS, Codes


class AccountSecrets(Model):
    """The factors of one account, stored hashed or encrypted. Passkeys are not among them: they have a table of their
    own.

    `totp_counter` is the time step of the last accepted code: codes of the same or an earlier step are refused.
    `user_handle` is a random name by which passkeys know the account (WebAuthn).
    """

    __tablename__ = "account_secrets"

    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), primary_key=True)
    password_hash: Mapped[str] = mapped_column(Text, default="")
    totp_secret: Mapped[str] = mapped_column(Text, default="")
    totp_counter: Mapped[int | None]
    recovery_codes: Mapped[tuple[str, ...]] = mapped_column(Codes, default=())
    user_handle: Mapped[str] = mapped_column(String(64), unique=True)


class AccountLink(Model):
    """A mailed link to sign in and choose a password (`purpose` is `sign_in`), or to replace a lost password (`reset`).
    The link works once, until `expires_at`. The database contains only the digest of the link's secret.

    If a link is asked for an unknown address, a row without an account is stored. No link is mailed then. The row only
    makes the work the same for known and unknown addresses.
    """

    __tablename__ = "account_link"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    digest: Mapped[str] = mapped_column(String(DIGEST_CHARACTERS), unique=True)
    account_id: Mapped[int | None] = mapped_column(ForeignKey("account.id"), index=True)
    purpose: Mapped[str] = mapped_column(String(20))
    expires_at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    used_at: Mapped[datetime | None] = mapped_column(DateTime(timezone=True))
