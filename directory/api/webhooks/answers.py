"""Webhooks and deliveries as JSON. An address is shown without its query, and a secret only where it is made."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any

from directory.api.document.common_schemas import NUMBER, OPTIONAL_INSTANT
from directory.api.document.operations import FLAG, INSTANT, Schema
from directory.api.document.schemas import TEXT, closed_object
from directory.models import Webhook, WebhookDelivery
from directory.vocabulary import WEBHOOK_FAULTS, WebhookEvent
from directory.webhooks.presenters import former_until, is_accepted, shown_url
from directory.webhooks.queries import list_working


def webhook_schemas() -> dict[str, Schema]:
    """Return the schemas of webhooks, of their deliveries, and of the messages that they send, by name."""
    webhook = {
        "id": TEXT,
        "url": TEXT | {"description": "Without its query, which may be a secret."},
        "is_on": FLAG | {"description": "It gets events: its token works, and it was not turned off."},
        "disabled_at": OPTIONAL_INSTANT | {"description": "When it was turned off because its receiver failed."},
        "former_secret_until": OPTIONAL_INSTANT | {"description": "Until then each message has two signatures."},
        "created_at": INSTANT,
    }
    secret = {"type": ["string", "null"], "description": "`whsec_…`, shown once; null where the request is repeated."}
    delivery = {
        "id": TEXT | {"description": "The header `webhook-id`: the same at each try."},
        "type": TEXT | {"enum": list(WebhookEvent)},
        "queued_at": INSTANT,
        "tries": NUMBER,
        "tried_at": OPTIONAL_INSTANT,
        "is_accepted": FLAG,
        "status": {"type": ["integer", "null"], "description": "Of the receiver's last answer."},
        "fault": TEXT | {"enum": ["", *WEBHOOK_FAULTS], "description": "Why there was no answer, or empty."},
        "next_try_at": OPTIONAL_INSTANT,
    }
    data = {
        "kind": TEXT | {"enum": ["webhook", "consultation", "request", "request_invitation", "alarm"]},
        "id": TEXT | {"description": "Of a consultation or request, its id; of an alarm, its number."},
        "is_exercise": FLAG | {"description": "It belongs to an exercise, and is no real work."},
    }
    message = {
        "type": TEXT | {"enum": list(WebhookEvent)},
        "timestamp": INSTANT | {"description": "When it happened. Of one subject, a later event has a later time."},
        "data": closed_object(data),
    }
    return {
        "Webhook": closed_object(webhook),
        "WebhookWithSecret": closed_object(webhook | {"secret": secret}),
        "WebhookDelivery": closed_object(delivery),
        "WebhookMessage": closed_object(message),
    }


def serialize_webhooks(webhooks: Sequence[Webhook], now: datetime) -> list[dict[str, Any]]:
    """Return webhooks as JSON, in the order given."""
    working = list_working(webhooks, now)
    return [
        {
            "id": one.public_id,
            "url": shown_url(one),
            "is_on": one.id in working and one.disabled_at is None,
            "disabled_at": _instant(one.disabled_at),
            "former_secret_until": _instant(former_until(one, now)),
            "created_at": one.created_at.isoformat(),
        }
        for one in webhooks
    ]


def serialize_delivery(one: WebhookDelivery) -> dict[str, Any]:
    """Return a delivery as JSON (the schema `WebhookDelivery`)."""
    return {
        "id": one.public_id,
        "type": one.event,
        "queued_at": one.queued_at.isoformat(),
        "tries": one.tries,
        "tried_at": _instant(one.tried_at),
        "is_accepted": is_accepted(one),
        "status": one.status,
        "fault": one.fault,
        "next_try_at": _instant(one.due_at if one.ended_at is None else None),
    }


def _instant(at: datetime | None) -> str | None:
    return at.isoformat() if at else None
