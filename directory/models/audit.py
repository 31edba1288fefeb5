"""The audit chain: one row for each act, never changed; and who read restricted details.

Triggers of the database refuse what must not happen to these rows (see the migration that makes them).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.clock import now
from directory.extensions import Model
from directory.models.details import KEY_CHARACTERS
from directory.models.types import Codes

DIGEST_CHARACTERS = 64
# The acts by which a row passes from one authority to another, as a partial index wants them: without parameters.
PASSING_ON = text("detail = 'authority_key' AND action = 'changed'")


class AuditEvent(Model):
    """One act on one detail of an entry. `digest` covers all other columns, so also the row before.

    `actor_id` is an account's number, nothing for the system itself. `values_digest` is a keyed
    hash of the values, which lie in `AuditValues` with the key and can be erased.
    """

    __tablename__ = "audit_event"
    __table_args__ = (
        Index("ix_audit_event_entry", "kind", "key"),
        Index("ix_audit_event_passing_on", "kind", "key", sqlite_where=PASSING_ON, postgresql_where=PASSING_ON),
        {"sqlite_autoincrement": True},
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True))
    actor_id: Mapped[int | None]
    action: Mapped[str] = mapped_column(String(40))
    kind: Mapped[str] = mapped_column(String(30))
    key: Mapped[str] = mapped_column(String(KEY_CHARACTERS))
    detail: Mapped[str] = mapped_column(String(40), default="")
    values_digest: Mapped[str] = mapped_column(String(DIGEST_CHARACTERS), default="")
    previous: Mapped[str] = mapped_column(String(DIGEST_CHARACTERS))
    digest: Mapped[str] = mapped_column(String(DIGEST_CHARACTERS))

    values: Mapped["AuditValues | None"] = relationship(viewonly=True)


class AuditValues(Model):
    """What a detail held before and after an act, with the key of their hash; gone when erased."""

    __tablename__ = "audit_values"

    event_id: Mapped[int] = mapped_column(ForeignKey("audit_event.id"), primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary(32))
    before: Mapped[Any] = mapped_column(JSON)
    after: Mapped[Any] = mapped_column(JSON)


class Reveal(Model):
    """One view of an entry by a person who was shown restricted details of it."""

    __tablename__ = "reveal"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    account_id: Mapped[int] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(30))
    key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), index=True)
    details: Mapped[tuple[str, ...]] = mapped_column(Codes)
