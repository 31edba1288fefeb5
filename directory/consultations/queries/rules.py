"""Reads what networks expect of their desks, and lays out by when."""

from collections.abc import Iterable, Mapping, Sequence
from datetime import datetime, timedelta

from sqlalchemy import select, true

from directory import clock
from directory.consultations.working_days import after_working_days, weekend_of
from directory.extensions import db
from directory.focal_points.duty import get_rota, holidays_of
from directory.models import Consultation, ConsultationRule, FocalPoint, Jurisdiction
from directory.vocabulary import ConsultationState, Urgency

UTC_ZONE = "UTC"
# What waits for nothing of the desk any more.
DONE = (ConsultationState.ANSWERED, ConsultationState.CLOSED)
DEFAULTS: Mapping[str, int] = {
    "urgent_acknowledge_hours": 1,
    "urgent_answer_hours": 24,
    "acknowledge_days": 3,
    "answer_days": 10,
    "kept_days": 365,
}


def rule_of(network: str) -> ConsultationRule:
    """Return what a network expects: its own rule, or the defaults in a row that is not stored."""
    return db.session.get(ConsultationRule, network) or ConsultationRule(network_key=network, **DEFAULTS)


def version_of(rule: ConsultationRule) -> str:
    """Return what tells whether somebody set a rule anew: its values, in the order of DEFAULTS."""
    return " ".join(str(getattr(rule, name)) for name in DEFAULTS)


def list_waiting(networks: Iterable[str] | None) -> Sequence[ConsultationRule]:
    """Return the rules whose shorter time of keeping does not count yet, the next one first; None is all networks."""
    own = true() if networks is None else ConsultationRule.network_key.in_(sorted(networks))
    waits = select(ConsultationRule).where(own, ConsultationRule.shorter_from > clock.now())
    return db.session.scalars(waits.order_by(ConsultationRule.shorter_from, ConsultationRule.network_key)).all()


def retained_until(consultation: Consultation) -> datetime:
    """Return until when what was written is kept if nothing more is; not shorter than a desk has time to answer."""
    rule, last = rule_of(consultation.network_key), consultation.changed_at
    kept = last + timedelta(days=rule.kept_days)
    if rule.shorter_from is not None and rule.earlier_kept_days is not None:
        kept = max(kept, min(last + timedelta(days=rule.earlier_kept_days), rule.shorter_from))
    return kept if consultation.state in DONE else max(kept, consultation.answer_by)


def deadlines(desk: FocalPoint, urgency: str, start: datetime) -> tuple[datetime, datetime]:
    """Return by when a desk is to acknowledge what reaches it at `start`, and by when to answer."""
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
    """Return the zone that a desk works in: that of its rota, or the first of its State."""
    rota = get_rota(desk.key)
    return rota.zone if rota is not None else zone_of_state(desk.authority.jurisdiction_key)


def zone_of_state(code: str | None) -> str:
    """Return the first zone of a State; UTC where none is known."""
    state = db.session.get(Jurisdiction, code) if code else None
    return state.time_zones[0] if state is not None and state.time_zones else UTC_ZONE
