"""Sends the deliveries that are due, to many receivers at once, since a receiver may be slow.

A message is sent at least once: if a worker is killed while it sends one, another worker sends it again after the
lease, with the same id and the same body. Of one subject, a later event is not sent before the earlier one was
accepted. Whether the person may still read the subject is checked before each try.
"""

import time
from concurrent.futures import ThreadPoolExecutor, as_completed
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import and_, exists, or_
from sqlalchemy.orm import aliased

from directory import clock
from directory.envelope_encryption import NotOpened
from directory.extensions import db
from directory.jobs.leases import Lease, claim_some, is_free
from directory.logs import logger
from directory.models import Webhook, WebhookDelivery
from directory.transaction import committing
from directory.vocabulary import WebhookFault
from directory.webhooks.encryption import open_secrets, open_url
from directory.webhooks.queries import is_readable
from directory.webhooks.service import disable
from directory.webhooks.signatures import sign
from directory.webhooks.transport import NotSent, WebhookMessage, WebhookSender

# The longest time that webhooks delay the other work of the worker, if no receiver is slow.
ROUND_SECONDS = 15
AT_ONCE = 16
# The waits between the tries of one delivery: nearly three days together.
BACK_OFF = tuple(timedelta(minutes=minutes) for minutes in (1, 5, 15, 60, 240, 720, 1440, 1440))
# After a failure, a webhook rests as long as the delivery that failed, but no longer than this.
LONGEST_PAUSE = timedelta(minutes=15)
# The receiver wants nothing more. Source: Standard Webhooks 1.0, on the status 410.
GONE = 410


@dataclass(frozen=True)
class _Outcome:
    """The status of the receiver's answer, or the reason why there is none."""

    status: int | None = None
    fault: str = ""

    @property
    def is_accepted(self) -> bool:
        """Whether the receiver accepted the message."""
        return self.status is not None and 200 <= self.status < 300

    @property
    def ends(self) -> bool:
        """Whether the delivery is not tried again."""
        return self.is_accepted or self.fault == WebhookFault.WITHHELD


def send_due(sender: WebhookSender, due: datetime) -> int:
    """Send the deliveries that were due at `due`, and return how many were accepted. Stop when ROUND_SECONDS have
    passed."""
    accepted, ends_at = 0, time.monotonic() + ROUND_SECONDS
    while time.monotonic() < ends_at and (claimed := _claim(due)):
        with ThreadPoolExecutor(AT_ONCE) as pool:
            running = {}
            for delivery, lease in claimed:
                prepared = _prepare(delivery)
                if isinstance(prepared, _Outcome):
                    _store(delivery, lease, prepared)
                else:
                    running[pool.submit(_send, sender, prepared)] = delivery, lease
            # No transaction stays open while receivers are slow.
            db.session.rollback()
            for future in as_completed(running):
                outcome = future.result()
                _store(*running[future], outcome)
                accepted += outcome.is_accepted
    return accepted


def _claim(due: datetime) -> list[tuple[WebhookDelivery, Lease]]:
    """Claim at most one delivery of each webhook that is neither disabled nor paused: the oldest that is due, unless an
    older one of its subject waits."""
    is_next = clock.is_due(WebhookDelivery.due_at, due, BACK_OFF[-1])
    rests = Webhook.paused_until.is_not(None), ~clock.is_due(Webhook.paused_until, due, LONGEST_PAUSE)
    is_on = WebhookDelivery.webhook.has(and_(Webhook.disabled_at.is_(None), ~and_(*rests)))
    older = aliased(WebhookDelivery)
    same = and_(older.subject_kind == WebhookDelivery.subject_kind, older.subject_key == WebhookDelivery.subject_key)
    comes_first = exists().where(
        older.webhook_id == WebhookDelivery.webhook_id,
        older.ended_at.is_(None),
        older.id < WebhookDelivery.id,
        or_(same, clock.is_due(older.due_at, due, BACK_OFF[-1])),
    )
    waits = WebhookDelivery.ended_at.is_(None), is_next, is_on, ~comes_first, is_free(WebhookDelivery, clock.now())
    order = (WebhookDelivery.due_at, WebhookDelivery.id)
    # The try is counted before it is made.
    return claim_some(WebhookDelivery, *waits, order=order, most=AT_ONCE, tries=WebhookDelivery.tries + 1)


def _prepare(claimed: WebhookDelivery) -> WebhookMessage | _Outcome:
    """Return the message to send, or the outcome if nothing may be sent."""
    delivery, now = db.session.get(WebhookDelivery, claimed.id), clock.now()
    # The person may have removed the webhook meanwhile.
    if delivery is None or not is_readable(delivery, now):
        return _Outcome(fault=WebhookFault.WITHHELD)
    sent_at = int(now.timestamp())
    try:
        url, keys = open_url(delivery.webhook), open_secrets(delivery.webhook)
    except NotOpened:
        return _Outcome(fault=WebhookFault.SITE)
    headers = {
        "Content-Type": "application/json",
        "webhook-id": delivery.public_id,
        "webhook-timestamp": str(sent_at),
        "webhook-signature": sign(keys, delivery.public_id, sent_at, delivery.body),
    }
    return WebhookMessage(url, headers, delivery.body)


def _send(sender: WebhookSender, message: WebhookMessage) -> _Outcome:
    try:
        return _Outcome(sender.send(message))
    except NotSent as error:
        return _Outcome(fault=error.fault)
    except Exception as error:  # noqa: BLE001 (whatever fails, the other deliveries go on)
        logger.error("fault", exc_info=error)
        return _Outcome(fault=WebhookFault.SITE)


def _store(delivery: WebhookDelivery, lease: Lease, outcome: _Outcome) -> None:
    """Store the outcome of a try, and release the lease. After a failure the webhook rests; after the last try, or if
    the receiver is gone, it is disabled."""
    now, wait = clock.now(), BACK_OFF[min(delivery.tries, len(BACK_OFF)) - 1]
    values: dict[str, Any] = {"status": outcome.status, "fault": outcome.fault, "tried_at": now}
    values |= {"ended_at": now} if outcome.ends else {"due_at": now + wait}
    with committing():
        if not lease.release(db.session(), **values):
            return
        webhook = db.session.get_one(Webhook, delivery.webhook_id)
        if outcome.is_accepted:
            webhook.paused_until = None
        elif not outcome.ends:
            webhook.paused_until = now + min(wait, LONGEST_PAUSE)
            is_last = delivery.tries > len(BACK_OFF) or outcome.status == GONE
            if is_last and webhook.disabled_at is None:
                disable(webhook, now)
    logger.info("webhook", number=delivery.id, tries=delivery.tries, status=outcome.status, fault=outcome.fault)
