"""Hands the messages of alarms to gateways: many at once, since a gateway may be slow.

If a worker is killed while it hands a message over, another worker hands it over again after LEASE. If a gateway fails,
the next way is due at once.
"""

import time
from collections.abc import Callable, Iterator
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import partial
from typing import Any

from flask import current_app
from flask_babel import force_locale
from flask_babel import gettext as _
from sqlalchemy import exists, select
from sqlalchemy.orm import Session

from directory import clock
from directory.alarms import failing_gateways, gateways, push
from directory.alarms.addresses import PushSubscription, open_address
from directory.alarms.gateways import AddressUnusable, AlarmText, GatewayFailed, MessageRefused
from directory.alarms.service import give_up, is_over, token_of
from directory.config import Config
from directory.envelope_encryption import NotOpened
from directory.extensions import db
from directory.i18n import label_language
from directory.jobs.leases import Lease, claim_some, is_free
from directory.logs import logger
from directory.models import Alarm, AlarmAttempt, AlarmWay
from directory.models.alarm import REPLY_CHARACTERS
from directory.outbox.service import queue
from directory.transaction import committing, separate_transaction
from directory.vocabulary import AlarmOccasion, AlarmWayKind, AttemptState

# The longest time that alarms delay the other work of the worker.
ROUND_SECONDS = 15
AT_ONCE = 64
# Longer than a gateway may take, and short enough that the message of a killed worker goes out within a minute.
LEASE = timedelta(seconds=20)
# A message is tried at most this many times: a process may end each time before it stores the reply.
MOST_TRIES = 5


@dataclass(frozen=True)
class _Handover:
    """One message to hand over: the name of the gateway, and the call that hands the message over and returns the
    reply."""

    gateway: str
    call: Callable[[], str]


@dataclass(frozen=True)
class _Outcome:
    """The outcome of an attempt.

    - `reply`: the code or reason that the person reads
    - `gateway`: the gateway to which the message was handed, or empty
    - `fault`: why the gateway failed, for operators; empty if the gateway works
    - `has_subscription_ended`: the browser has ended its subscription, so the way cannot be used any more
    """

    state: AttemptState
    reply: str
    gateway: str = ""
    fault: str = ""
    has_subscription_ended: bool = False


def send_due(now: datetime, is_stopping: Callable[[], bool] = lambda: False) -> int:
    """Hand over the messages that were due at `now`, and return how many messages the gateways accepted. Mails are
    queued, and are not counted.

    Stop early if ROUND_SECONDS have passed or if `is_stopping` returns True.
    """
    accepted, ends_at = 0, time.monotonic() + ROUND_SECONDS
    while not is_stopping() and time.monotonic() < ends_at and (claimed := _claim(now)):
        with ThreadPoolExecutor(AT_ONCE) as pool:
            running = {}
            for attempt, lease in claimed:
                prepared = _prepare(attempt)
                if isinstance(prepared, _Outcome):
                    _store(attempt, lease, prepared)
                else:
                    running[pool.submit(_ask, prepared)] = attempt, lease
            # No transaction stays open while gateways are slow.
            db.session.rollback()
            for future in as_completed(running):
                outcome = future.result()
                _store(*running[future], outcome)
                accepted += outcome.state is AttemptState.HANDED_OVER
    return accepted


def _claim(due: datetime) -> list[tuple[AlarmAttempt, Lease]]:
    goes_on = exists().where(Alarm.id == AlarmAttempt.alarm_id, Alarm.ended_at.is_(None))
    is_next = clock.is_due(AlarmAttempt.due_at, due, timedelta(days=1))
    waits = AlarmAttempt.state == AttemptState.WAITING, is_next, goes_on, is_free(AlarmAttempt, clock.now())
    order = (AlarmAttempt.due_at, AlarmAttempt.id)
    return claim_some(AlarmAttempt, *waits, order=order, most=AT_ONCE, lease=LEASE, tries=AlarmAttempt.tries + 1)


def _prepare(claimed: AlarmAttempt) -> _Handover | _Outcome:
    """Return the message to hand over, or the outcome if there is nothing to hand over."""
    attempt = db.session.get_one(AlarmAttempt, claimed.id)
    alarm, way = attempt.alarm, attempt.way
    if alarm.ended_at is None and is_over(alarm, clock.now()):
        with committing():
            give_up(alarm, clock.now())
    if alarm.ended_at is not None:
        return _Outcome(AttemptState.NOT_NEEDED, "")
    if way is None or attempt.tries > MOST_TRIES:
        return _Outcome(AttemptState.FAILED, "removed" if way is None else "tried too often")
    try:
        handover = _handover(attempt, way)
    except NotOpened:
        return _Outcome(AttemptState.FAILED, "no key opens the address")
    if isinstance(handover, _Handover) and failing_gateways.rests(handover.gateway):
        return _Outcome(AttemptState.FAILED, "gateway fails")
    return handover


def _handover(attempt: AlarmAttempt, way: AlarmWay) -> _Handover | _Outcome:
    config: Config = current_app.config["SETTINGS"]
    kind, text = AlarmWayKind(way.kind), _text(attempt, config)
    if kind is AlarmWayKind.MAIL:
        return _mail(attempt)
    if kind is AlarmWayKind.PUSH:
        subscription = PushSubscription.opened(way)
        if not subscription.is_usable(config.push_services):
            return _Outcome(AttemptState.FAILED, push.UNUSABLE)
        return _Handover(push.service_of(subscription), partial(push.hand_over, config, subscription, text))
    return _Handover(kind, partial(gateways.hand_over, config, kind, open_address(way), text))


def _mail(attempt: AlarmAttempt) -> _Outcome:
    account, alarm = attempt.alarm.account, attempt.alarm
    told: dict[str, Any] = {"number": alarm.number, "path": _path(attempt)}
    if alarm.is_exercise:
        told["is_exercise"] = True
    with committing():
        letter = "alarm_trial" if alarm.occasion == AlarmOccasion.TRIAL else "alarm"
        queue(letter, account.email, account.language, key=f"alarm:{attempt.public_id}", **told)
    return _Outcome(AttemptState.HANDED_OVER, "")


def _path(attempt: AlarmAttempt) -> str:
    return f"alarms/{token_of(attempt)}"


def _text(attempt: AlarmAttempt, config: Config) -> AlarmText:
    language = label_language(attempt.alarm.account.language)
    with force_locale(language):
        number = attempt.alarm.number
        if attempt.alarm.occasion == AlarmOccasion.TRIAL:
            body = _("Counterpart: a trial that you asked for. Alarm %(number)s.", number=number)
        elif attempt.alarm.is_exercise:
            body = _("EXERCISE: something waits at Counterpart. Alarm %(number)s.", number=number)
        else:
            body = _("Something waits at Counterpart. Alarm %(number)s.", number=number)
        if attempt.kind == AlarmWayKind.VOICE:
            return AlarmText("Counterpart", body)
        if attempt.kind == AlarmWayKind.SMS and config.alarm_reply_password:
            how = _("Press the button behind the link, or answer with the number of the alarm:")
            body = f"{body} {how}"
        return AlarmText("Counterpart", body, f"{config.site_address}/{language}/{_path(attempt)}")


def _ask(handover: _Handover) -> _Outcome:
    try:
        return _Outcome(AttemptState.HANDED_OVER, handover.call(), handover.gateway)
    except push.SubscriptionEnded as error:
        return _Outcome(AttemptState.FAILED, str(error), handover.gateway, has_subscription_ended=True)
    except AddressUnusable as error:
        return _Outcome(AttemptState.FAILED, str(error))
    except MessageRefused as error:
        return _Outcome(AttemptState.FAILED, str(error), handover.gateway)
    except GatewayFailed as error:
        return _Outcome(AttemptState.FAILED, str(error), handover.gateway, error.fault)
    except Exception as error:  # noqa: BLE001 (whatever fails, the next way goes on)
        # This error may concern this message alone, so the gateway does not count as failing.
        logger.error("fault", exc_info=error)
        return _Outcome(AttemptState.FAILED, "fault")


def _store(attempt: AlarmAttempt, lease: Lease, outcome: _Outcome) -> None:
    """Store the outcome of an attempt, and release the lease. If the lease was lost, change nothing. After a failure,
    the next way is due at once."""
    now = clock.now()
    handed_over_at = now if outcome.state is AttemptState.HANDED_OVER else None
    values = {"state": outcome.state, "reply": outcome.reply[:REPLY_CHARACTERS], "handed_over_at": handed_over_at}
    with separate_transaction() as session:
        if not lease.release(session, **values):
            return
        if outcome.state is AttemptState.FAILED:
            _go_on(session, attempt, now)
        if outcome.has_subscription_ended and attempt.way_id is not None:
            ended = session.get(AlarmWay, attempt.way_id)
            if ended is not None:
                ended.proven_at = None
        if outcome.gateway:
            failing_gateways.note_outcome(session, outcome.gateway, outcome.fault, now)
    logger.info("alarm", number=attempt.id, way=attempt.kind, state=outcome.state, reply=outcome.reply)


def _go_on(session: Session, attempt: AlarmAttempt, now: datetime) -> None:
    """Make the next way of the alarm due at once. The later ways and the end of the alarm become earlier by the same
    time. Without a next way, the alarm ends when the ways already used have waited long enough."""
    later = list(_later(session, attempt))
    alarm = session.get_one(Alarm, attempt.alarm_id)
    if not later:
        alarm.acknowledge_by = min(clock.as_utc(alarm.acknowledge_by), _last_wait(session, attempt, now))
        return
    earlier = max(later[0].due_at - now, timedelta(0))
    for one in later:
        one.due_at -= earlier
    alarm.acknowledge_by -= earlier


def _later(session: Session, attempt: AlarmAttempt) -> Iterator[AlarmAttempt]:
    own = AlarmAttempt.alarm_id == attempt.alarm_id, AlarmAttempt.position > attempt.position
    waiting = select(AlarmAttempt).where(*own, AlarmAttempt.state == AttemptState.WAITING)
    yield from session.scalars(waiting.order_by(AlarmAttempt.position))


def _last_wait(session: Session, attempt: AlarmAttempt, now: datetime) -> datetime:
    """Return when all ways that were handed a message have waited long enough, or `now` if this is later."""
    own = AlarmAttempt.alarm_id == attempt.alarm_id, AlarmAttempt.state == AttemptState.HANDED_OVER
    before = session.scalars(select(AlarmAttempt).where(*own)).all()
    waits = [one.handed_over_at + timedelta(minutes=one.wait_minutes) for one in before if one.handed_over_at]
    return max([now, *waits])
