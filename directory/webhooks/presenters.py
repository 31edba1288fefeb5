"""Presents the webhooks of a person to this person. Of an address, what follows its question mark is left out: it may
be a secret."""

from collections.abc import Collection
from dataclasses import dataclass
from datetime import datetime

from flask_babel import gettext as _

from directory.envelope_encryption import NotOpened
from directory.models import ApiToken, Webhook, WebhookDelivery
from directory.people.presenters.words import InstantText, moment
from directory.vocabulary import WEBHOOK_FAULTS
from directory.webhooks import queries
from directory.webhooks.encryption import open_url

MOST_DELIVERIES = 10
HIDDEN_QUERY = "?…"


@dataclass(frozen=True)
class DeliveryLine:
    """One delivery. `state` says in words how it stands, and `next_at` when it is tried again, if it is."""

    id: str
    event: str
    queued_at: InstantText | None
    state: str
    is_accepted: bool
    tries: int
    tried_at: InstantText | None
    next_at: InstantText | None


@dataclass(frozen=True)
class WebhookLine:
    """One webhook. `is_on` says whether it gets events; otherwise its token works no more, or it is disabled."""

    public_id: str
    url: str
    token: str
    is_on: bool
    is_disabled: bool
    former_until: InstantText | None
    deliveries: list[DeliveryLine]


def webhook_lines(webhooks: Collection[Webhook], now: datetime, language: str) -> list[WebhookLine]:
    """Return webhooks with their latest deliveries, in the order given."""
    working = queries.list_working(webhooks, now)
    return [
        WebhookLine(
            one.public_id,
            shown_url(one),
            one.token.label or _("Token made by a command"),
            one.id in working and one.disabled_at is None,
            one.disabled_at is not None,
            moment(former_until(one, now), language),
            [delivery_line(delivery, language) for delivery in queries.list_latest(one, MOST_DELIVERIES)],
        )
        for one in webhooks
    ]


def token_choices(tokens: Collection[ApiToken]) -> list[tuple[str, str]]:
    """Return tokens as choices of a form, in the order given."""
    return [(one.public_id, one.label or _("Token made by a command")) for one in tokens]


def delivery_line(delivery: WebhookDelivery, language: str) -> DeliveryLine:
    """Return one delivery as a line."""
    waits = delivery.ended_at is None
    return DeliveryLine(
        delivery.public_id,
        delivery.event,
        moment(delivery.queued_at, language),
        _state(delivery),
        is_accepted(delivery),
        delivery.tries,
        moment(delivery.tried_at, language),
        moment(delivery.due_at if waits and delivery.tries else None, language),
    )


def is_accepted(delivery: WebhookDelivery) -> bool:
    """Return whether the receiver accepted a delivery."""
    return delivery.ended_at is not None and not delivery.fault


def former_until(webhook: Webhook, now: datetime) -> datetime | None:
    """Return until when the former secret of a webhook counts, or None if it counts no more."""
    return webhook.former_until if webhook.former_until is not None and now < webhook.former_until else None


def shown_url(webhook: Webhook) -> str:
    """Return the address of a webhook without its query, or "" if no key opens it."""
    try:
        address, has_query, _query = open_url(webhook).partition("?")
    except NotOpened:
        return ""
    return address + (HIDDEN_QUERY if has_query else "")


def _state(delivery: WebhookDelivery) -> str:
    if delivery.fault:
        return str(WEBHOOK_FAULTS.label(delivery.fault))
    if delivery.status is None:
        return str(_("not sent yet"))
    if is_accepted(delivery):
        return str(_("accepted, answer %(status)s", status=delivery.status))
    return str(_("refused, answer %(status)s", status=delivery.status))
