"""Webhooks: addresses to which the site tells programs of events, and the deliveries to them.

No row contains a text or a name: a delivery names an event by its type and by the public id of its subject.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, Text, UniqueConstraint
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.clock import now
from directory.extensions import Model
from directory.models.account import Account
from directory.models.api_token import ApiToken
from directory.models.lease import Leased
from directory.models.types import Instant
from directory.tokens import public_id

PUBLIC_ID_CHARACTERS = 20
KEY_NAME_CHARACTERS = 12
CODE_CHARACTERS = 40


class Webhook(Model):
    """One address of a person's program. It gets events while its token works, and reads nothing more than the
    token."""

    __tablename__ = "webhook"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_CHARACTERS), unique=True, default=public_id)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    token_id: Mapped[int] = mapped_column(ForeignKey("api_token.id"), index=True)
    # The address is sealed too: many receivers know their senders by a secret in it.
    sealed_url: Mapped[bytes] = mapped_column(LargeBinary)
    sealed_secret: Mapped[bytes] = mapped_column(LargeBinary)
    # The secret before the present one, which also signs until `former_until`.
    sealed_former_secret: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    former_until: Mapped[datetime | None] = mapped_column(Instant)
    wrapped_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    key_name: Mapped[str] = mapped_column(String(KEY_NAME_CHARACTERS), default="", index=True)
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)
    # The id of the last act of a consultation for which deliveries were queued.
    position: Mapped[int]
    # The same for acts of requests.
    request_position: Mapped[int]
    # After a failure, nothing is sent before this time.
    paused_until: Mapped[datetime | None] = mapped_column(Instant)
    # When the site stopped sending because the receiver failed for too long. The owner can let it go on.
    disabled_at: Mapped[datetime | None] = mapped_column(Instant)

    account: Mapped[Account] = relationship()
    token: Mapped[ApiToken] = relationship()
    deliveries: Mapped[list["WebhookDelivery"]] = relationship(
        back_populates="webhook", cascade="all, delete-orphan", passive_deletes=True
    )


class WebhookDelivery(Leased, Model):
    """One event for one webhook. The process that sends it holds the lease.

    `body` is stored, not made anew: each try sends the same bytes under the same `public_id`, after an upgrade too.
    """

    __tablename__ = "webhook_delivery"
    __table_args__ = (
        UniqueConstraint("webhook_id", "subject_kind", "source_id"),
        Index("ix_webhook_delivery_ended_at", "ended_at", "due_at"),
        Index("ix_webhook_delivery_subject", "webhook_id", "subject_kind", "subject_key"),
    )

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_CHARACTERS), unique=True, default=public_id)
    webhook_id: Mapped[int] = mapped_column(ForeignKey("webhook.id", ondelete="CASCADE"))
    # A code of WebhookEvent.
    event: Mapped[str] = mapped_column(String(CODE_CHARACTERS))
    # The kind and the public id of what the event is about.
    subject_kind: Mapped[str] = mapped_column(String(CODE_CHARACTERS))
    subject_key: Mapped[str] = mapped_column(String(CODE_CHARACTERS))
    # The id of the act or of the alarm, so that no event is queued twice. None for a test.
    source_id: Mapped[int | None]
    # Later events of a subject have a later time, even if the clock was turned back.
    occurred_at: Mapped[datetime] = mapped_column(Instant)
    body: Mapped[str] = mapped_column(Text)
    queued_at: Mapped[datetime] = mapped_column(Instant, default=now, index=True)
    due_at: Mapped[datetime] = mapped_column(Instant, default=now)
    tries: Mapped[int] = mapped_column(default=0)
    tried_at: Mapped[datetime | None] = mapped_column(Instant)
    # When the receiver accepted it, or when its person was found to have lost access (`fault` is WITHHELD).
    ended_at: Mapped[datetime | None] = mapped_column(Instant)
    # The status of the last answer, or None without an answer; then `fault` is a code of WEBHOOK_FAULTS.
    status: Mapped[int | None]
    fault: Mapped[str] = mapped_column(String(CODE_CHARACTERS), default="")

    webhook: Mapped[Webhook] = relationship(back_populates="deliveries")
