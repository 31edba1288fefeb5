"""Codes of webhooks: the events that programs are told of, and why a delivery got no answer."""

from enum import StrEnum

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary


class WebhookEvent(StrEnum):
    """The type of an event. Of consultations, the acts that change the state; of requests, what changes
    or may change it."""

    TEST = "webhook.test"
    CONSULTATION_ASKED = "consultation.asked"
    CONSULTATION_ACKNOWLEDGED = "consultation.acknowledged"
    CONSULTATION_ANSWERED = "consultation.answered"
    CONSULTATION_HANDED_OVER = "consultation.handed_over"
    CONSULTATION_REOPENED = "consultation.reopened"
    CONSULTATION_CLOSED = "consultation.closed"
    REQUEST_ENTERED = "request.entered"
    REQUEST_CHANGED = "request.changed"
    REQUEST_HANDED_OVER = "request.handed_over"
    REQUEST_INVITED = "request.invited"
    ALARM_RAISED = "alarm.raised"


class WebhookFault(StrEnum):
    """Why a delivery got no answer. WITHHELD means that it was not sent, since its person had lost access.

    NOT_PUBLIC covers unknown hosts and hosts of inside networks alike, so that nobody learns which names exist inside.
    """

    NOT_PUBLIC = "not_public"
    CONNECTION = "connection"
    CERTIFICATE = "certificate"
    TIME = "time"
    SITE = "site"
    WITHHELD = "withheld"


WEBHOOK_FAULTS = Vocabulary(
    Term(WebhookFault.NOT_PUBLIC, _l("The host was not found on the public internet.")),
    Term(WebhookFault.CONNECTION, _l("The connection to the receiver failed.")),
    Term(WebhookFault.CERTIFICATE, _l("The certificate of the receiver is not valid for this address.")),
    Term(WebhookFault.TIME, _l("The receiver took too long.")),
    Term(WebhookFault.SITE, _l("This site had a fault.")),
    Term(WebhookFault.WITHHELD, _l("Not sent: you could no longer read what it was about.")),
)
