"""The audit chain: one row for each act, never changed; and the log of people who read restricted details.

Triggers of the database refuse forbidden changes to these rows (see the migration that makes the triggers).
"""

from datetime import datetime
from typing import Any

from sqlalchemy import JSON, DateTime, ForeignKey, Index, Integer, LargeBinary, String, text
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.clock import now
from directory.extensions import Model
from directory.models.details import KEY_CHARACTERS
from directory.models.types import DIGEST_CHARACTERS, Codes

# The acts that move a row to another authority. Text without parameters, as a partial index needs it.
PASSING_ON = text("detail = 'authority_key' AND action = 'changed'")


class AuditEvent(Model):
    """One act on one detail of an entry.

    `digest` covers all other columns and so, by `previous`, the row before. `actor_id` is the number of an account,
    None for the system itself. `values_digest` is a keyed hash of the values; these lie with the key in `AuditValues`,
    where they can be erased.
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
    """The values of a detail before and after an act, and the key of their hash. Erasing deletes the row."""

    __tablename__ = "audit_values"

    event_id: Mapped[int] = mapped_column(ForeignKey("audit_event.id"), primary_key=True)
    key: Mapped[bytes] = mapped_column(LargeBinary(32))
    before: Mapped[Any] = mapped_column(JSON)
    after: Mapped[Any] = mapped_column(JSON)


class Disclosure(Model):
    """One view of an entry in which a person was shown restricted details of it; `details` names these."""

    __tablename__ = "reveal"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    at: Mapped[datetime] = mapped_column(DateTime(timezone=True), default=now)
    account_id: Mapped[int] = mapped_column(index=True)
    kind: Mapped[str] = mapped_column(String(30))
    key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), index=True)
    details: Mapped[tuple[str, ...]] = mapped_column(Codes)
