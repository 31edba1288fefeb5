"""Undelivered and stalled mail, and the gateways for alarms, for the operation page of administrators."""

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import datetime
from typing import Any

from flask_babel import lazy_gettext as _l

from directory.clock import as_utc
from directory.models import AlarmGateway, Mail
from directory.outbox.service import HELD
from directory.vocabulary import ALARM_WAYS

STATES = {"given_up": _l("given up after many tries"), "bounced": _l("the address takes no mail")}
WAITED = _l(
    "the message waited when the backup was made from which this site was restored; it may have been sent since"
)


@dataclass(frozen=True)
class MailLine:
    """An undelivered message. `fault` is the reason, without an address."""

    number: int
    address: str
    state_label: str
    fault: str
    queued_at: datetime


def mail_lines(mails: Iterable[Mail]) -> list[MailLine]:
    """Return undelivered messages as lines of the operation page, in the order given."""
    return [MailLine(one.id, one.address, str(_label(one)), one.fault, as_utc(one.queued_at)) for one in mails]


@dataclass(frozen=True)
class StalledMail:
    """The oldest message that still waits after a failed try, and the fault of its last try."""

    queued_at: datetime
    fault: str


def stalled_mail(mail: Mail | None) -> StalledMail | None:
    """Return a stalled message as the operation page shows it. Return None if `mail` is None."""
    return StalledMail(as_utc(mail.queued_at), mail.fault) if mail else None


@dataclass(frozen=True)
class GatewayLine:
    """A gateway for alarms that fails. `service` is the host of a push service, or empty."""

    label: str
    service: str
    failing_since: datetime
    fault: str


def gateway_lines(gateways: Iterable[AlarmGateway]) -> list[GatewayLine]:
    """Return the gateways that fail as lines of the operation page, in the order given."""
    parts = [(one, *one.name.partition(" ")[::2]) for one in gateways]
    return [GatewayLine(str(ALARM_WAYS.label(kind)), host, one.failing_since, one.fault) for one, kind, host in parts]


def _label(mail: Mail) -> Any:
    return WAITED if mail.fault == HELD else STATES[mail.state]
