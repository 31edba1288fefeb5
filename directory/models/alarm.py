"""Alarms: the ways by which people on duty are woken, the alarms raised, each attempt, and the state of each gateway.

No row contains a text of the question or test for which a person is woken.
"""

from datetime import datetime

from sqlalchemy import ForeignKey, Index, Integer, LargeBinary, String, false
from sqlalchemy.orm import Mapped, mapped_column, relationship

from directory.clock import now
from directory.extensions import Model
from directory.models.account import Account
from directory.models.details import KEY_CHARACTERS
from directory.models.lease import Leased
from directory.models.types import DIGEST_CHARACTERS, Instant
from directory.tokens import public_id
from directory.vocabulary import AlarmEnd, AttemptState

PUBLIC_ID_CHARACTERS = 20
KEY_NAME_CHARACTERS = 12
GATEWAY_CHARACTERS = 120
REPLY_CHARACTERS = 120


class AlarmWay(Model):
    """One way to wake one person. Alarms use it only after the person has acknowledged a trial by it."""

    __tablename__ = "alarm_way"

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_CHARACTERS), unique=True, default=public_id)
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    # A code of ALARM_WAYS.
    kind: Mapped[str] = mapped_column(String(20))
    # Alarms use the ways of a person in this order.
    position: Mapped[int]
    # How long an alarm waits for an acknowledgement before it uses the next way.
    wait_minutes: Mapped[int]
    # The phone number, or the push subscription as JSON. Empty for mail, which goes to the address of the account.
    sealed_address: Mapped[bytes] = mapped_column(LargeBinary, default=b"")
    wrapped_key: Mapped[bytes | None] = mapped_column(LargeBinary)
    key_name: Mapped[str] = mapped_column(String(KEY_NAME_CHARACTERS), default="", index=True)
    # A hint by which the person recognizes the way: the last digits of a number, or the name of a device.
    hint: Mapped[str] = mapped_column(String(60), default="")
    # The signature of a push service's address, so that a device is not added twice. Empty for other kinds.
    device: Mapped[str] = mapped_column(String(60), default="", index=True)
    created_at: Mapped[datetime] = mapped_column(Instant, default=now)
    # When the person last acknowledged an alarm or a trial by this way.
    proven_at: Mapped[datetime | None] = mapped_column(Instant)

    account: Mapped[Account] = relationship()


class Alarm(Model):
    """One alarm to one person. `occasion` is an AlarmOccasion. `subject_key` is the key of the question or test that
    the alarm is about, or empty for a trial of a way."""

    __tablename__ = "alarm"
    __table_args__ = (Index("ix_alarm_occasion", "occasion", "subject_key"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    # Six random digits with which a person and a desk refer to the alarm. They reveal nothing about the alarm.
    number: Mapped[str] = mapped_column(String(6))
    account_id: Mapped[int] = mapped_column(ForeignKey("account.id"), index=True)
    occasion: Mapped[str] = mapped_column(String(20))
    subject_key: Mapped[str] = mapped_column(String(KEY_CHARACTERS), default="")
    # Whether the alarm belongs to an exercise. Its messages then say so, and no figure of real work counts the alarm.
    is_exercise: Mapped[bool] = mapped_column(default=False, server_default=false())
    focal_point_key: Mapped[str | None] = mapped_column(ForeignKey("focal_point.key"), index=True)
    raised_at: Mapped[datetime] = mapped_column(Instant, default=now)
    # Without an acknowledgement by then, the alarm ends unacknowledged.
    acknowledge_by: Mapped[datetime] = mapped_column(Instant, index=True)
    ended_at: Mapped[datetime | None] = mapped_column(Instant, index=True)
    # A code of ALARM_ENDS.
    end: Mapped[str] = mapped_column(String(20), default=AlarmEnd.NONE)
    # From this time on nobody can acknowledge the alarm, since a stranger may have its links.
    revoked_at: Mapped[datetime | None] = mapped_column(Instant)

    account: Mapped[Account] = relationship()
    attempts: Mapped[list["AlarmAttempt"]] = relationship(
        order_by="AlarmAttempt.position", back_populates="alarm", cascade="all, delete-orphan"
    )


class AlarmAttempt(Leased, Model):
    """One attempt of an alarm by one way. The process that hands the message to the gateway holds the lease."""

    __tablename__ = "alarm_attempt"
    __table_args__ = (Index("ix_alarm_attempt_state", "state", "due_at"),)

    id: Mapped[int] = mapped_column(Integer, primary_key=True)
    public_id: Mapped[str] = mapped_column(String(PUBLIC_ID_CHARACTERS), unique=True, default=public_id)
    alarm_id: Mapped[int] = mapped_column(ForeignKey("alarm.id"), index=True)
    # None after the person has removed the way.
    way_id: Mapped[int | None] = mapped_column(ForeignKey("alarm_way.id", ondelete="SET NULL"), index=True)
    kind: Mapped[str] = mapped_column(String(20))
    hint: Mapped[str] = mapped_column(String(60), default="")
    position: Mapped[int]
    wait_minutes: Mapped[int]
    due_at: Mapped[datetime] = mapped_column(Instant)
    # A code of ATTEMPT_STATES.
    state: Mapped[str] = mapped_column(String(20), default=AttemptState.WAITING)
    tries: Mapped[int] = mapped_column(default=0)
    handed_over_at: Mapped[datetime | None] = mapped_column(Instant)
    # What the gateway replied: a code or a reason, never an address.
    reply: Mapped[str] = mapped_column(String(REPLY_CHARACTERS), default="")
    # The digest of the token in the link of the message.
    token_digest: Mapped[str] = mapped_column(String(DIGEST_CHARACTERS), unique=True)
    acknowledged_at: Mapped[datetime | None] = mapped_column(Instant)

    alarm: Mapped[Alarm] = relationship(back_populates="attempts")
    way: Mapped[AlarmWay | None] = relationship()


class AlarmGateway(Model):
    """A gateway that fails. No message is handed to the gateway before `retry_at`: alarms then use the person's next
    way."""

    __tablename__ = "alarm_gateway"

    # `sms`, `voice`, `messenger`, or `push` with the host of the push service.
    name: Mapped[str] = mapped_column(String(GATEWAY_CHARACTERS), primary_key=True)
    failing_since: Mapped[datetime] = mapped_column(Instant)
    retry_at: Mapped[datetime] = mapped_column(Instant)
    fault: Mapped[str] = mapped_column(String(REPLY_CHARACTERS), default="")
