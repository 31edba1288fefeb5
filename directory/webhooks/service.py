"""A person's own webhooks: adds and removes them, renews secrets, sends tests, lets disabled ones go on. Deletes old
deliveries. Call the writing functions inside `committing`.

Acts are recorded, and those that a thief would do are told to the person by mail.
"""

from datetime import datetime, timedelta

from flask_babel import lazy_gettext as _l
from sqlalchemy import select

from directory.accounts.notices import note, send
from directory.audit.chain import record
from directory.consultations.queries import acts as consultation_acts
from directory.envelope_encryption import NotOpened
from directory.errors import InvalidInput
from directory.extensions import db
from directory.models import Account, ApiToken, Webhook, WebhookDelivery
from directory.requests.queries import acts as request_acts
from directory.tokens import public_id
from directory.vocabulary import WebhookEvent
from directory.webhooks.encryption import open_url, replace_secret, seal
from directory.webhooks.events import queue_event
from directory.webhooks.queries import WEBHOOK, list_of, list_waiting
from directory.webhooks.signatures import new_secret

MOST_WEBHOOKS = 5
# The former secret signs that long, so that the receiver can be given the new one without losing a message.
OVERLAP = timedelta(days=1)
# Deliveries are deleted after this time, sent or not.
RETENTION = timedelta(days=30)
DELETED_AT_ONCE = 500
PAGE = "account/webhooks"
TOO_MANY = _l("You have as many webhooks as one person can have. Remove one first.")
TWICE = _l("You have added this address already.")
STILL_TWO = _l("The secret was renewed less than a day ago, and the former one still counts. Wait until it has ended.")
DISABLED = _l("This webhook is off. Turn it on first.")


def add(account: Account, token: ApiToken, url: str) -> tuple[Webhook, str]:
    """Add a webhook that works as long as a token of this account, and mail its owner. Return it with its secret, which
    cannot be read again.

    The caller checks the address (`usable_url`). Raises InvalidInput if the person has this address already, or has
    MOST_WEBHOOKS.
    """
    own = list_of(account.id)
    if any(_url_of(one) == url for one in own):
        raise InvalidInput(TWICE)
    if len(own) >= MOST_WEBHOOKS:
        raise InvalidInput(TOO_MANY)
    webhook, secret = Webhook(public_id=public_id(), account_id=account.id, token_id=token.id), new_secret()
    webhook.position = consultation_acts.newest_act_id()
    webhook.request_position = request_acts.newest_act_id()
    seal(webhook, url, secret)
    db.session.add(webhook)
    note(account, "webhook_added")
    return webhook, secret


def remove(webhook: Webhook) -> None:
    """Remove a webhook with its deliveries, and mail its owner."""
    note(webhook.account, "webhook_removed")
    db.session.delete(webhook)


def renew_secret(webhook: Webhook, now: datetime, *, ends_former: bool = False) -> str:
    """Give a webhook a new secret, mail its owner, and return the secret, which cannot be read again. The former secret
    signs too until OVERLAP has passed. If `ends_former`, no other secret signs any more: a thief may know them.

    Raises InvalidInput if the secret before that still signs, unless `ends_former`.
    """
    if webhook.former_until is not None and now < webhook.former_until and not ends_former:
        raise InvalidInput(STILL_TWO)
    secret = new_secret()
    replace_secret(webhook, secret)
    webhook.former_until = now + OVERLAP
    if ends_former:
        webhook.former_until, webhook.sealed_former_secret = None, b""
    note(webhook.account, "webhook_secret_renewed")
    return secret


def send_test(webhook: Webhook, now: datetime) -> None:
    """Queue a test to be sent at once, unless one waits already. Raises InvalidInput if the webhook is disabled."""
    if webhook.disabled_at is not None:
        raise InvalidInput(DISABLED)
    webhook.paused_until = None
    waiting = [one for one in list_waiting(webhook) if one.subject_kind == WEBHOOK]
    for one in waiting:
        one.due_at = now
    if not waiting:
        queue_event(webhook, WebhookEvent.TEST, WEBHOOK, webhook.public_id, now)


def enable(webhook: Webhook, now: datetime) -> None:
    """Let a disabled webhook go on. What waited for it is sent at once."""
    if webhook.disabled_at is None:
        return
    webhook.disabled_at = webhook.paused_until = None
    for one in list_waiting(webhook):
        one.due_at, one.tries = now, 0
    _record(webhook, "webhook_enabled")


def disable(webhook: Webhook, now: datetime) -> None:
    """Send nothing more by a webhook whose receiver fails, and mail its owner."""
    webhook.disabled_at = now
    record(None, "webhook_disabled", ("account", str(webhook.account_id)))
    send(webhook.account, "webhook_disabled", PAGE)


def drop_old(now: datetime) -> int:
    """Delete deliveries queued more than RETENTION ago, and return how many."""
    old = select(WebhookDelivery).where(WebhookDelivery.queued_at < now - RETENTION).limit(DELETED_AT_ONCE)
    found = db.session.scalars(old).all()
    for one in found:
        db.session.delete(one)
    return len(found)


def _record(webhook: Webhook, act: str) -> None:
    record(webhook.account_id, act, ("account", str(webhook.account_id)))


def _url_of(webhook: Webhook) -> str:
    try:
        return open_url(webhook)
    except NotOpened:
        return ""
