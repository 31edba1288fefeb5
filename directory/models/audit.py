"""The audit chain, with one row for each act, and the log of disclosures of restricted details.

Triggers of the database refuse to change or delete rows of the chain. Rows of `AuditValues` can be deleted.
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.clock import now
from directory.extensions import Model
from directory.models.details import KEY_CHARACTERS, NamesEntry
from directory.models.types import DIGEST_CHARACTERS, Codes

# The acts that move a row to another authority. The SQL text has no parameters, since a partial index allows none.
PASSING_ON = text("detail = 'authority_key' AND action = 'changed'")


class AuditEvent(NamesEntry, Model):
    """One act on an object, such as an entry, an account or a consultation.

    `digest` is the hash of all other columns except `id`. `previous`, the digest of the row before, is one of them.
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_entry", "kind", "key"),
        Index("ix_audit_event_passing_on", "kind", "key", sqlite_where=PASSING_ON, postgresql_where=PASSING_ON),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    # An account, or None for the system itself.
    actor_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(30))
    key: Mapped[str] = mapped_column(String(KEY_CHARACTERS))
    detail: Mapped[str] = mapped_column(String(40), default="")
    # A keyed hash of the values. The values and the key of the hash are in `AuditValues`.
    values_digest: Mapped[str] = mapped_column(String(DIGEST_CHARACTERS), default="")
    # The digest of the row before.
    previous: Mapped[str] = mapped_column(String(DIGEST_CHARACTERS))
    digest: Mapped[str] = mapped_column(String(DIGEST_CHARACTERS))

    values: Mapped["AuditValues | None"] = relationship(viewonly=True)


class AuditValues(Model):
    """The values before and after an act, and the secret key with which their hash was made (HMAC).

    To erase the values, delete the row.
    """

    __tablename__ = "audit_values"

    event_id: Mapped[int] = mapped_column(ForeignKey("audit_event.id"), primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary(32))
    before: Mapped[Any] = mapped_column(JSON)
    after: Mapped[Any] = mapped_column(JSON)


class Disclosure(Model):
    """The showing of restricted details of one entry to one person."""

    __tablename__ = "reveal"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    account_id: Mapped[int] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(30))
    key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), index=True)
    details: Mapped[tuple[str, ...]] = mapped_column(Codes)
