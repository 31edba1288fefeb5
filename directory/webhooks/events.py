"""Queues deliveries of events: acts of consultations and requests that a person may read, and alarms to the person.

Webhooks follow the acts by their ids, which are in commit order, as the index follows the change log: an act and its
deliveries need no common transaction, and a killed worker loses none. An event is queued for a webhook once.
"""

import json
from collections.abc import Mapping
from datetime import datetime, timedelta
from functools import partial

from directory.accounts.queries import viewer_of
from directory.consultations.queries import acts as consultation_acts
from directory.extensions import db
from directory.jobs.batches import STRICT, BatchRun
from directory.models import Alarm, Webhook, WebhookDelivery
from directory.requests.queries import acts as request_acts
from directory.vocabulary import ConsultationAct, DocketStep, WebhookEvent
from directory.webhooks.queries import (
    ALARM,
    CONSULTATION,
    REQUEST,
    REQUEST_INVITATION,
    find_behind,
    find_unannounced,
    latest_time,
    pass_by,
)

AT_ONCE = 100
# The acts that change the state of a consultation.
EVENTS_OF_CONSULTATIONS = {
    ConsultationAct.ASKED: WebhookEvent.CONSULTATION_ASKED,
    ConsultationAct.ACKNOWLEDGED: WebhookEvent.CONSULTATION_ACKNOWLEDGED,
    ConsultationAct.ANSWERED: WebhookEvent.CONSULTATION_ANSWERED,
    ConsultationAct.HANDED_OVER: WebhookEvent.CONSULTATION_HANDED_OVER,
    ConsultationAct.REOPENED: WebhookEvent.CONSULTATION_REOPENED,
    ConsultationAct.CLOSED: WebhookEvent.CONSULTATION_CLOSED,
}
# All other acts of requests are REQUEST_CHANGED.
EVENTS_OF_REQUESTS: Mapping[str, WebhookEvent] = {
    DocketStep.ENTERED: WebhookEvent.REQUEST_ENTERED,
    DocketStep.HANDED_OVER: WebhookEvent.REQUEST_HANDED_OVER,
    DocketStep.INVITED: WebhookEvent.REQUEST_INVITED,
}
# The difference of the times of two events of a subject, where their clocks show none.
LEAST_STEP = timedelta(microseconds=1)


def queue_next(now: datetime, run: BatchRun = STRICT) -> bool:
    """Queue the events of one webhook, some at a time, and return whether there were any. Call this inside
    `committing`."""
    last, last_of_requests = consultation_acts.newest_act_id(), request_acts.newest_act_id()
    asked = consultation_acts.may_concern(EVENTS_OF_CONSULTATIONS, Webhook.position, last)
    entered = request_acts.may_concern(Webhook.request_position, last_of_requests)
    for position, newest, concerned, queue in (
        (Webhook.position, last, asked, _queue_consultation_acts),
        (Webhook.request_position, last_of_requests, entered, _queue_request_acts),
    ):
        pass_by(position, newest, now, concerned)
        behind = find_behind(position, newest, now, run.failed)
        if behind is not None:
            run.attempt(behind.id, partial(queue, behind, newest))
            return True
    unannounced = find_unannounced(now, run.failed)
    if unannounced is not None:
        run.attempt(unannounced[0].id, partial(_queue_alarm, *unannounced))
        return True
    return False


def queue_event(
    webhook: Webhook,
    event: WebhookEvent,
    kind: str,
    key: str,
    at: datetime,
    source_id: int | None = None,
    is_exercise: bool = False,
) -> None:
    """Queue one event for a webhook. Its body is made here, once. `kind` and `key` name the subject, and `source_id`
    the act or alarm."""
    last = latest_time(webhook, kind, key)
    occurred_at = at if last is None else max(at, last + LEAST_STEP)
    data = {"kind": kind, "id": key, "is_exercise": is_exercise}
    body = {"type": event, "timestamp": occurred_at.isoformat(), "data": data}
    delivery = WebhookDelivery(
        webhook=webhook,
        event=event,
        subject_kind=kind,
        subject_key=key,
        source_id=source_id,
        occurred_at=occurred_at,
        body=json.dumps(body, separators=(",", ":")),
    )
    db.session.add(delivery)
    db.session.flush()


def _queue_consultation_acts(webhook: Webhook, newest: int) -> None:
    viewer = viewer_of(webhook.account)
    found = consultation_acts.list_acts(viewer, EVENTS_OF_CONSULTATIONS, webhook.position, newest, AT_ONCE)
    for one in found:
        event = EVENTS_OF_CONSULTATIONS[ConsultationAct(one.act)]
        queue_event(webhook, event, CONSULTATION, one.consultation, one.at, one.id, one.is_exercise)
    webhook.position = found[-1].id if len(found) == AT_ONCE else newest


def _queue_request_acts(webhook: Webhook, newest: int) -> None:
    found = request_acts.list_acts(viewer_of(webhook.account), webhook.request_position, newest, AT_ONCE)
    for one in found:
        kind = REQUEST_INVITATION if one.act == DocketStep.INVITED else REQUEST
        event = EVENTS_OF_REQUESTS.get(one.act, WebhookEvent.REQUEST_CHANGED)
        queue_event(webhook, event, kind, one.request, one.at, one.id)
    webhook.request_position = found[-1].id if len(found) == AT_ONCE else newest


def _queue_alarm(webhook: Webhook, alarm: Alarm) -> None:
    queue_event(webhook, WebhookEvent.ALARM_RAISED, ALARM, alarm.number, alarm.raised_at, alarm.id, alarm.is_exercise)
