"""Reads what consultations count for: between whom, about what, how they ended and when; nothing that was written."""

from collections.abc import Sequence
from datetime import datetime
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, and_, not_, select

from directory.access.policy import Action, permitted
from directory.access.viewer import Viewer
from directory.consultations.queries.threads import oversees
from directory.extensions import db
from directory.models import Consultation, FocalPoint
from directory.statistics.queries.marked import is_counted


class Consulted(NamedTuple):
    """One consultation. `begun_at` is when its clock was last started; an `outcome` is empty until it is answered."""

    network: str
    asking: str
    asked: str
    measure: str
    offence: str
    outcome: str
    missing: tuple[str, ...]
    begun_at: datetime
    acknowledged_at: datetime | None
    answered_at: datetime | None


def list_in_scope(viewer: Viewer, since: datetime) -> Sequence[Consulted]:
    """Return the consultations that the viewer oversees and that were opened since an instant."""
    return _list(oversees(viewer), Consultation.opened_at > since)


def list_of_others(viewer: Viewer, since: datetime, until: datetime) -> Sequence[Consulted]:
    """Return those of the viewer's networks that they do not oversee, opened from an instant until before another.

    What is overseen is not among them: who knows a part would know the rest.
    """
    in_networks = Consultation.network_key.in_(sorted(viewer.networks))
    reached = permitted(viewer, Action.READ_FIGURES, Consultation.to_jurisdiction_key, in_networks)
    opened = and_(Consultation.opened_at >= since, Consultation.opened_at < until)
    return _list(and_(reached, not_(oversees(viewer))), opened)


def list_in_network(viewer: Viewer, network: str, since: datetime, until: datetime) -> Sequence[Consulted]:
    """Return those of a network that the viewer oversees, opened from an instant until before another."""
    opened = and_(Consultation.opened_at >= since, Consultation.opened_at < until)
    return _list(oversees(viewer), Consultation.network_key == network, opened)


def _list(*conditions: ColumnElement[bool]) -> Sequence[Consulted]:
    one = Consultation
    query: Any = select(
        one.network_key,
        one.from_jurisdiction_key,
        one.to_jurisdiction_key,
        one.measure,
        one.offence,
        one.outcome,
        one.missing_items,
        one.round_started_at,
        one.acknowledged_at,
        one.answered_at,
    )
    query = query.join(FocalPoint, FocalPoint.key == one.focal_point_key)
    return [Consulted(*row) for row in db.session.execute(query.where(*conditions, is_counted()).order_by(one.id))]
