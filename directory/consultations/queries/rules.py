"""Reads the rules of networks for consultations (times to acknowledge and answer, days of retention) and computes
deadlines."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, true

from directory import clock
from directory.consultations.working_days import after_working_days
from directory.extensions import db
from directory.focal_points.duty import get_rota, holidays_of
from directory.focal_points.weekends import weekend_of
from directory.models import Consultation, ConsultationRule, FocalPoint, Jurisdiction
from directory.vocabulary import ConsultationState, Urgency

UTC_ZONE = "UTC"
# States in which the desk need not acknowledge or answer any more.
DESK_DONE_STATES = (ConsultationState.ANSWERED, ConsultationState.CLOSED)
DEFAULTS: Mapping[str, int] = {
    "urgent_acknowledge_hours": 1,
    "urgent_answer_hours": 24,
    "acknowledge_days": 3,
    "answer_days": 10,
    "kept_days": 365,
}


def rule_of(network: str) -> ConsultationRule:
    """Return the stored rule of a network for consultations, or an unsaved row with the default values."""
    return db.session.get(ConsultationRule, network) or ConsultationRule(network_key=network, **DEFAULTS)


def version_of(rule: ConsultationRule) -> str:
    """Return a version token of a rule. The form sends the token back."""
    return " ".join(str(getattr(rule, name)) for name in DEFAULTS)


def list_waiting(networks: Iterable[str] | None) -> Sequence[ConsultationRule]:
    """Return the rules with a shorter retention that will take effect later, earliest first. If `networks` is None,
    rules of all networks are returned."""
    own = true() if networks is None else ConsultationRule.network_key.in_(sorted(networks))
    waits = select(ConsultationRule).where(own, ConsultationRule.shorter_from > clock.now())
    return db.session.scalars(waits.order_by(ConsultationRule.shorter_from, ConsultationRule.network_key)).all()


def retained_until(consultation: Consultation) -> datetime:
    """Return the time at which a thread is due for shredding if nothing more happens. The thread of an open, unanswered
    question stays at least until the deadline to answer."""
    rule, last = rule_of(consultation.network_key), consultation.changed_at
    kept = last + timedelta(days=rule.kept_days)
    if rule.shorter_from is not None and rule.earlier_kept_days is not None:
        kept = max(kept, min(last + timedelta(days=rule.earlier_kept_days), rule.shorter_from))
    return kept if consultation.state in DESK_DONE_STATES else max(kept, consultation.answer_by)


def deadlines(desk: FocalPoint, urgency: str, start: datetime) -> tuple[datetime, datetime]:
    """Return two deadlines for a question that reaches a desk at `start`: the deadline to acknowledge it, and the
    deadline to answer it.

    The network's rule sets hours for urgent questions, and working days of the desk's State for other questions. A
    working day ends in the desk's time zone.
    """
    rule = rule_of(desk.network_key)
    if urgency == Urgency.URGENT:
        hours = (rule.urgent_acknowledge_hours, rule.urgent_answer_hours)
        return start + timedelta(hours=hours[0]), start + timedelta(hours=hours[1])
    zone, off = zone_of_desk(desk), holidays_of(desk)
    weekend = weekend_of(desk.authority.jurisdiction_key or "")
    days = (rule.acknowledge_days, rule.answer_days)
    first, last = (after_working_days(start, count, zone, weekend, off) for count in days)
    return first, last


def zone_of_desk(desk: FocalPoint) -> str:
    """Return the zone of the desk's rota or, without a rota, the first zone of its State."""
    rota = get_rota(desk.key)
    return rota.zone if rota is not None else zone_of_state(desk.authority.jurisdiction_key)


def zone_of_state(code: str | None) -> str:
    """Return the first time zone of a State, or UTC if no zone is known."""
    state = db.session.get(Jurisdiction, code) if code else None
    return state.time_zones[0] if state is not None and state.time_zones else UTC_ZONE
