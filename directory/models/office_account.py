"""Sign-in with the account that a person has at the office: issuers of OpenID Connect, the accounts there that are
bound to accounts here, and the sessions that began there."""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.clock import now
from directory.extensions import Model
from directory.models.account import Account
from directory.models.details import EntryKey
from directory.models.lease import Leased
from directory.models.types import Instant
from directory.tokens import public_id

PUBLIC_ID_CHARACTERS = 20
KEY_NAME_CHARACTERS = 12
URL_CHARACTERS = 300
CLIENT_ID_CHARACTERS = 200
ISSUER_NAME_CHARACTERS = 120
# Source: OpenID Connect Core 1.0, section 2, on `sub`.
SUBJECT_CHARACTERS = 255
CODE_CHARACTERS = 20


class Issuer(Model):
    """A server of OpenID Connect at which people of one State, or of one authority of it, have accounts.

    `acr_values` and `amr_values` are what its ID tokens say of a sign-in by two factors. If both are empty, the second
    factor is always shown here.
    """

    __tablename__ = "issuer"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_CHARACTERS), unique=True, default=public_id)
    name: Mapped[str] = mapped_column(Text)
    # The identifier, compared letter by letter.
    url: Mapped[str] = mapped_column(String(URL_CHARACTERS), unique=True)
    client_id: Mapped[str] = mapped_column(String(CLIENT_ID_CHARACTERS))
    sealed_client_secret: Mapped[bytes] = mapped_column(LargeBinary)
    wrapped_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    key_name: Mapped[str] = mapped_column(String(KEY_NAME_CHARACTERS), default="", index=True)
    jurisdiction_key: Mapped[str] = mapped_column(ForeignKey("jurisdiction.key"), index=True)
    authority_key: Mapped[str | None] = mapped_column(ForeignKey("authority.key"))
    acr_values: Mapped[list[str]] = mapped_column(JSON, default=list)
    amr_values: Mapped[list[str]] = mapped_column(JSON, default=list)
    # Whether the issuer tells this site when a session there ends (back-channel logout).
    tells_of_logout: Mapped[bool] = mapped_column(default=False)
    # What the issuer publishes of itself, and its public keys, as they were read at `read_at`.
    metadata_read: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    keys_read: Mapped[dict[str, Any]] = mapped_column(JSON, default=dict)
    read_at: Mapped[datetime | None] = mapped_column(Instant)
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)

    accounts: Mapped[list["OfficeAccount"]] = relationship(
        back_populates="issuer", cascade="all, delete-orphan", passive_deletes=True
    )

    @property
    def entry_key(self) -> EntryKey:
        """The kind and key of the issuer in the audit chain."""
        return "issuer", self.public_id

    def covers(self, jurisdiction: str | None, authority: str | None) -> bool:
        """Return whether people of a State and authority may sign in by this issuer."""
        return self.jurisdiction_key == jurisdiction and self.authority_key in (None, authority)


class OfficeAccount(Model):
    """An account at an issuer, bound once to an account here. A person has at most one at each issuer."""

    __tablename__ = "office_account"
    __table_args__ = (
        UniqueConstraint("issuer_id", "subject", name="uq_office_account_subject"),
        UniqueConstraint("issuer_id", "account_id", name="uq_office_account_account"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_CHARACTERS), unique=True, default=public_id)
    issuer_id: Mapped[int] = mapped_column(ForeignKey("issuer.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    subject: Mapped[str] = mapped_column(String(SUBJECT_CHARACTERS))
    bound_at: Mapped[datetime] = mapped_column(Instant, default=now)
    used_at: Mapped[datetime | None] = mapped_column(Instant)
    # When the person last showed two factors at the issuer that counted here.
    two_factors_at: Mapped[datetime | None] = mapped_column(Instant)

    issuer: Mapped[Issuer] = relationship(back_populates="accounts")
    account: Mapped[Account] = relationship()


class OfficeSession(Leased, Model):
    """What is known of the session at the issuer from which a session here began. The process that asks the issuer
    holds the lease.

    `sealed_token` is a refresh token, or an access token if the issuer gives no other: `token_kind` says which.
    """

    __tablename__ = "office_session"
    __table_args__ = (Index("ix_office_session_sid", "office_account_id", "sid"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_CHARACTERS), unique=True, default=public_id)
    session_id: Mapped[int] = mapped_column(ForeignKey("account_session.id", ondelete="CASCADE"), unique=True)
    office_account_id: Mapped[int] = mapped_column(ForeignKey("office_account.id", ondelete="CASCADE"))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    # The session's name at the issuer, or "" if the issuer gives none.
    sid: Mapped[str] = mapped_column(String(SUBJECT_CHARACTERS), default="")
    sealed_token: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    token_kind: Mapped[str] = mapped_column(String(CODE_CHARACTERS), default="")
    wrapped_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    key_name: Mapped[str] = mapped_column(String(KEY_NAME_CHARACTERS), default="", index=True)
    # When the issuer last said that the session there goes on. It is asked again at `due_at`.
    confirmed_at: Mapped[datetime] = mapped_column(Instant, default=now)
    due_at: Mapped[datetime] = mapped_column(Instant, index=True)

    office_account: Mapped[OfficeAccount] = relationship()
