"""Queries for States. Most queries return rows: the gate decides later which values a viewer may read."""

from sqlalchemy import ColumnElement, func, select
from sqlalchemy.orm import selectinload

from directory.access.gate import if_open
from directory.cache.store import cached
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Authority, FocalPoint, Jurisdiction, Network, NetworkMember, StateRelation


def get(code: str) -> Jurisdiction:
    """Return a State by its ISO 3166-1 code in capitals. Raises NotFound for an unknown code."""
    jurisdiction = db.session.get(Jurisdiction, code)
    if jurisdiction is None:
        raise NotFound
    return jurisdiction


def list_jurisdictions(codes: tuple[str, ...] = ()) -> list[Jurisdiction]:
    """Return the States with the given codes, or all States, sorted by code."""
    query = select(Jurisdiction).options(selectinload(Jurisdiction.other_names)).order_by(Jurisdiction.key)
    if codes:
        query = query.where(Jurisdiction.key.in_(codes))
    return list(db.session.scalars(query))


def list_codes() -> tuple[str, ...]:
    """Return the codes of all States, sorted."""
    return cached("state codes", lambda: tuple(db.session.scalars(select(Jurisdiction.key).order_by(Jurisdiction.key))))


def list_relations(code: str) -> list[StateRelation]:
    """Return the relations between a State and other States, in either direction, sorted by key."""
    own = (StateRelation.jurisdiction_key == code) | (StateRelation.other_key == code)
    return list(db.session.scalars(select(StateRelation).where(if_open(own)).order_by(StateRelation.key)))


def list_networks(code: str) -> list[Network]:
    """Return the networks of which a State is a member, sorted by key. If memberships are not public, return none."""
    own = select(NetworkMember.network_key).where(NetworkMember.jurisdiction_key == code)
    return list(db.session.scalars(select(Network).where(if_open(Network.key.in_(own))).order_by(Network.key)))


def count_authorities() -> dict[str, int]:
    """Return a mapping from State code to the number of the State's authorities. Ended authorities are counted.

    States without authorities are left out.
    """
    return _count_by_state(Authority.jurisdiction_key.is_not(None))


def count_desks() -> dict[str, int]:
    """Return a mapping from State code to the number of the State's desks. Ended desks are counted. States without
    desks are left out."""
    return _count_by_state(Authority.jurisdiction_key.is_not(None) & (Authority.key == FocalPoint.authority_key))


def _count_by_state(condition: ColumnElement[bool]) -> dict[str, int]:
    query = select(Authority.jurisdiction_key, func.count()).where(if_open(condition))
    rows = db.session.execute(query.group_by(Authority.jurisdiction_key))
    return {code: count for code, count in rows if code}
