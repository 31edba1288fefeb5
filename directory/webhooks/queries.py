"""Reads webhooks and their deliveries, and what a webhook may be told of."""

from collections.abc import Collection
from datetime import datetime

from sqlalchemy import ColumnElement, and_, exists, func, select, update
from sqlalchemy.orm import InstrumentedAttribute

from directory.accounts.queries import viewer_of
from directory.alarms.occasions import end_of
from directory.consultations.queries.acts import is_participant
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Account, Alarm, ApiToken, Webhook, WebhookDelivery
from directory.paging import Paged, paginate
from directory.requests.queries.acts import is_invited, is_kept
from directory.vocabulary import AlarmEnd, AlarmOccasion

# Kinds of subjects.
WEBHOOK, CONSULTATION, ALARM = "webhook", "consultation", "alarm"
REQUEST, REQUEST_INVITATION = "request", "request_invitation"


def works(now: datetime) -> ColumnElement[bool]:
    """Return the SQL condition that the token of a webhook can be used: it is valid, and its account is active."""
    token = and_(ApiToken.revoked_at.is_(None), ApiToken.expires_at > now)
    return and_(Webhook.token.has(token), Webhook.account.has(Account.active))


def list_of(account_id: int) -> list[Webhook]:
    """Return the webhooks of a person, oldest first."""
    return list(db.session.scalars(select(Webhook).where(Webhook.account_id == account_id).order_by(Webhook.id)))


def list_all() -> list[Webhook]:
    """Return the webhooks of all people, oldest first. For operators."""
    return list(db.session.scalars(select(Webhook).order_by(Webhook.id)))


def list_working(webhooks: Collection[Webhook], now: datetime) -> frozenset[int]:
    """Return the ids of those of these webhooks whose tokens can be used."""
    found = select(Webhook.id).where(Webhook.id.in_([one.id for one in webhooks]), works(now))
    return frozenset(db.session.scalars(found))


def get(account_id: int | None, public_id: str) -> Webhook:
    """Return a webhook of this person, else raise NotFound."""
    own = Webhook.account_id == account_id, Webhook.public_id == public_id
    webhook = db.session.scalar(select(Webhook).where(*own))
    if webhook is None:
        raise NotFound
    return webhook


def list_deliveries(webhook: Webhook, page: int) -> Paged[WebhookDelivery]:
    """Return one page of the deliveries of a webhook, newest first."""
    own = select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook.id)
    return paginate(own.order_by(WebhookDelivery.id.desc()), page)


def list_latest(webhook: Webhook, most: int) -> list[WebhookDelivery]:
    """Return the newest deliveries of a webhook, newest first, at most `most`."""
    own = select(WebhookDelivery).where(WebhookDelivery.webhook_id == webhook.id)
    return list(db.session.scalars(own.order_by(WebhookDelivery.id.desc()).limit(most)))


def list_waiting(webhook: Webhook) -> list[WebhookDelivery]:
    """Return the deliveries of a webhook that wait, oldest first."""
    own = WebhookDelivery.webhook_id == webhook.id, WebhookDelivery.ended_at.is_(None)
    return list(db.session.scalars(select(WebhookDelivery).where(*own).order_by(WebhookDelivery.id)))


def count_waiting(webhook: Webhook) -> int:
    """Return the number of deliveries of a webhook that wait."""
    own = WebhookDelivery.webhook_id == webhook.id, WebhookDelivery.ended_at.is_(None)
    return db.session.scalar(select(func.count()).select_from(WebhookDelivery).where(*own)) or 0


def find_behind(
    position: InstrumentedAttribute[int], newest: int, now: datetime, failed: Collection[int | str]
) -> Webhook | None:
    """Return the first working webhook for which acts up to the id `newest` were not looked at, or None. `position` is
    the column of Webhook for the kind of acts. Webhooks whose ids are in `failed` are left out."""
    behind = position < newest, works(now), Webhook.id.not_in(failed)
    return db.session.scalar(select(Webhook).where(*behind).order_by(Webhook.id).limit(1))


def pass_by(position: InstrumentedAttribute[int], newest: int, now: datetime, concerned: ColumnElement[bool]) -> None:
    """Note at once, for all working webhooks whose accounts do not meet `concerned`, that acts up to the id `newest`
    were looked at: most acts concern few webhooks. Call this inside `committing`."""
    others = position < newest, works(now), ~Webhook.account.has(concerned)
    values = update(Webhook).where(*others).values({position: newest})
    db.session.execute(values.execution_options(synchronize_session=False))


def find_unannounced(now: datetime, failed: Collection[int | str]) -> tuple[Webhook, Alarm] | None:
    """Return the oldest alarm that goes on without a delivery to a working webhook of its person, with this webhook, or
    None. Trials, and alarms older than the webhook, are left out."""
    announced = exists().where(
        WebhookDelivery.webhook_id == Webhook.id,
        WebhookDelivery.subject_kind == ALARM,
        WebhookDelivery.source_id == Alarm.id,
    )
    of_interest = Alarm.ended_at.is_(None), Alarm.occasion != AlarmOccasion.TRIAL, Alarm.raised_at >= Webhook.created_at
    found = select(Webhook, Alarm).join(Alarm, Alarm.account_id == Webhook.account_id)
    due = found.where(*of_interest, works(now), ~announced, Webhook.id.not_in(failed))
    row = db.session.execute(due.order_by(Alarm.id, Webhook.id).limit(1)).first()
    return None if row is None else (row[0], row[1])


def is_readable(delivery: WebhookDelivery, now: datetime) -> bool:
    """Return whether the person of a delivery may read its subject by the API now, by the token of the webhook."""
    webhook = delivery.webhook
    if not list_working([webhook], now):
        return False
    if delivery.subject_kind == CONSULTATION:
        return is_participant(viewer_of(webhook.account), delivery.subject_key)
    if delivery.subject_kind == REQUEST:
        return is_kept(viewer_of(webhook.account), delivery.subject_key)
    if delivery.subject_kind == REQUEST_INVITATION:
        return is_invited(viewer_of(webhook.account), delivery.subject_key)
    if delivery.subject_kind == ALARM:
        alarm = db.session.get(Alarm, delivery.source_id)
        return alarm is not None and end_of(alarm, now) is AlarmEnd.NONE
    return True


def latest_time(webhook: Webhook, kind: str, key: str) -> datetime | None:
    """Return the time of the newest event of a subject that was queued for a webhook, or None."""
    own = WebhookDelivery.webhook_id == webhook.id
    about = WebhookDelivery.subject_kind == kind, WebhookDelivery.subject_key == key
    return db.session.scalar(select(func.max(WebhookDelivery.occurred_at)).where(own, *about))
