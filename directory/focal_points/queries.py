"""Reads desks."""

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from directory.errors import NotFound
from directory.extensions import db
from directory.models import Authority, FocalPoint

_WHOLE = (
    joinedload(FocalPoint.authority).selectinload(Authority.contacts),
    joinedload(FocalPoint.authority).joinedload(Authority.jurisdiction),
    joinedload(FocalPoint.network),
)


def get(key: str) -> FocalPoint:
    """Return a desk by its slug. Raises NotFound."""
    desk = db.session.get(FocalPoint, key, options=_WHOLE)
    if desk is None:
        raise NotFound
    return desk


def list_focal_points(network: str = "", jurisdiction: str = "", authority: str = "") -> list[FocalPoint]:
    """Return desks by slug, of one network, State or authority where named."""
    query = select(FocalPoint).options(*_WHOLE).join(FocalPoint.authority)
    if network:
        query = query.where(FocalPoint.network_key == network)
    if jurisdiction:
        query = query.where(Authority.jurisdiction_key == jurisdiction)
    if authority:
        query = query.where(FocalPoint.authority_key == authority)
    return list(db.session.scalars(query.order_by(FocalPoint.key)))
