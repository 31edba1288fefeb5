"""Tokens of the API. A program with a token acts as the token's owner, within the token's scope."""

from datetime import datetime

from sqlalchemy import ForeignKey, Integer, String, Text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.clock import now
from directory.extensions import Model
from directory.models.account import Account
from directory.models.details import EntryKey
from directory.models.invitation import PUBLIC_ID_CHARACTERS
from directory.models.types import DIGEST_CHARACTERS, Instant


class ApiToken(Model):
    """One token. The database contains only the digest of its secret. `scope` is a code of `TOKEN_SCOPES`."""

    __tablename__ = "api_token"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_CHARACTERS), unique=True)
    digest: Mapped[str] = mapped_column(String(DIGEST_CHARACTERS), unique=True)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    label: Mapped[str] = mapped_column(Text, default="")
    scope: Mapped[str] = mapped_column(String(10))
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)
    expires_at: Mapped[datetime] = mapped_column(Instant)
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)

    account: Mapped[Account] = relationship()

    @property
    def entry_key(self) -> EntryKey:
        """The kind and key of the token in the audit chain."""
        return "api_token", self.public_id
