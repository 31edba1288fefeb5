"""Raises, acknowledges and ends alarms. Call these functions inside `committing`."""

import secrets
from collections.abc import Iterator, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, update

from directory import clock
from directory.alarms.occasions import can_be_acknowledged, occasion_of
from directory.alarms.queries import list_usable_ways, list_ways
from directory.extensions import db
from directory.jobs.batches import STRICT, BatchRun
from directory.models import Account, Alarm, AlarmAttempt, AlarmWay
from directory.tokens import digest_of, public_id, signed
from directory.vocabulary import AlarmEnd, AlarmOccasion, AttemptState

NUMBERS = 1_000_000
# Two years, since the figures of a year are compared with those of the year before.
RETENTION = timedelta(days=730)
DELETED_AT_ONCE = 500


def raise_alarm(
    account: Account,
    occasion: AlarmOccasion,
    now: datetime,
    *,
    subject_key: str = "",
    desk: str | None = None,
    is_exercise: bool = False,
    ways: Sequence[AlarmWay] | None = None,
) -> Alarm | None:
    """Raise an alarm to a person, with one attempt for each way. Each attempt is due when the ways before it have
    waited. `ways` are the ways to use in place of the person's usable ways. Return None if there is no way. If the
    person has an open alarm about the same subject, return that alarm; a trial is always new."""
    ways = list_usable_ways(account.id) if ways is None else ways
    if not ways:
        return None
    about = Alarm.occasion == occasion, Alarm.subject_key == subject_key, Alarm.account_id == account.id
    if occasion is not AlarmOccasion.TRIAL:
        going_on = db.session.scalar(select(Alarm).where(*about, Alarm.ended_at.is_(None)))
        if going_on is not None:
            return going_on
    alarm = Alarm(
        number=f"{secrets.randbelow(NUMBERS):06}",
        account_id=account.id,
        occasion=occasion,
        subject_key=subject_key,
        focal_point_key=desk,
        is_exercise=is_exercise,
        raised_at=now,
        attempts=list(_attempts(ways, now)),
    )
    last = alarm.attempts[-1]
    alarm.acknowledge_by = last.due_at + timedelta(minutes=last.wait_minutes)
    db.session.add(alarm)
    db.session.flush()
    return alarm


def _attempts(ways: Sequence[AlarmWay], now: datetime) -> Iterator[AlarmAttempt]:
    due_at = now
    for position, way in enumerate(ways):
        name = public_id()
        yield AlarmAttempt(
            public_id=name,
            way_id=way.id,
            kind=way.kind,
            hint=way.hint,
            position=position,
            wait_minutes=way.wait_minutes,
            due_at=due_at,
            token_digest=digest_of(_token(name)),
        )
        due_at += timedelta(minutes=way.wait_minutes)


def token_of(attempt: AlarmAttempt) -> str:
    """Return the secret token in the link of an attempt's message."""
    return _token(attempt.public_id)


def _token(name: str) -> str:
    return signed("alarm link", name)


def acknowledge(attempt: AlarmAttempt, now: datetime) -> bool:
    """Acknowledge an alarm by the message of this attempt, which proves the way of the attempt. Return False and change
    nothing if the alarm cannot be acknowledged any more."""
    if not acknowledge_alarm(attempt.alarm, now):
        return False
    attempt.acknowledged_at = now
    if attempt.way is not None:
        attempt.way.proven_at = now
    return True


def acknowledge_alarm(alarm: Alarm, now: datetime) -> bool:
    """Acknowledge an alarm without proving a way. Waiting attempts are cancelled. Return False and change nothing if
    the alarm cannot be acknowledged any more."""
    if not can_be_acknowledged(alarm, now):
        return False
    end_alarm(alarm, AlarmEnd.ACKNOWLEDGED, now)
    occasion_of(alarm).acknowledged(alarm)
    return True


def end_alarm(alarm: Alarm, end: AlarmEnd, now: datetime) -> None:
    """End an alarm, and cancel its waiting attempts."""
    alarm.end, alarm.ended_at = end, now
    waiting = AlarmAttempt.alarm_id == alarm.id, AlarmAttempt.state == AttemptState.WAITING
    db.session.execute(update(AlarmAttempt).where(*waiting).values(state=AttemptState.NOT_NEEDED))


def forget_alarms(account: Account) -> None:
    """Delete a person's ways, and the names and digits that attempts show of them. The alarms and their times stay for
    the figures."""
    for way in list_ways(account.id):
        db.session.delete(way)
    own = select(Alarm.id).where(Alarm.account_id == account.id)
    db.session.execute(update(AlarmAttempt).where(AlarmAttempt.alarm_id.in_(own)).values(hint=""))


def drop_old(now: datetime) -> int:
    """Delete alarms that ended more than RETENTION ago, at most DELETED_AT_ONCE, and return how many were deleted."""
    old = db.session.scalars(select(Alarm).where(Alarm.ended_at < now - RETENTION).limit(DELETED_AT_ONCE)).all()
    for alarm in old:
        db.session.delete(alarm)
    return len(old)


def end_overdue(now: datetime, run: BatchRun = STRICT) -> bool:
    """End the alarm that is overdue for the longest time, and return whether there was one."""
    open_ones = select(Alarm).where(Alarm.ended_at.is_(None), Alarm.id.not_in(run.failed))
    overdue = open_ones.where(clock.is_due(Alarm.acknowledge_by, now, timedelta(days=1)))
    alarm = db.session.scalar(overdue.order_by(Alarm.acknowledge_by, Alarm.id).limit(1))
    if alarm is None:
        return False
    run.attempt(alarm.id, lambda: give_up(alarm, now))
    return True


def is_over(alarm: Alarm, now: datetime) -> bool:
    """Return whether an open alarm ends for a reason of its occasion: the question was dealt with, or the person is
    off duty."""
    return occasion_of(alarm).end_of(alarm, now) is not AlarmEnd.NONE


def give_up(alarm: Alarm, now: datetime) -> None:
    """End an alarm that nobody acknowledged, or that is over (see `is_over`). The occasion then acts, unless the alarm
    was not needed any more."""
    _end_or(AlarmEnd.UNACKNOWLEDGED, alarm, now)


def revoke(alarm: Alarm, now: datetime) -> None:
    """Make the links of an alarm invalid: nobody can acknowledge it any more. If the alarm is open, end it; the
    occasion then acts as in `give_up`."""
    alarm.revoked_at = now
    if alarm.ended_at is None:
        _end_or(AlarmEnd.REVOKED, alarm, now)


def _end_or(otherwise: AlarmEnd, alarm: Alarm, now: datetime) -> None:
    occasion = occasion_of(alarm)
    end = occasion.end_of(alarm, now)
    end_alarm(alarm, otherwise if end is AlarmEnd.NONE else end, now)
    if end in (AlarmEnd.NONE, AlarmEnd.OFF_DUTY):
        occasion.unacknowledged(alarm, now)
