"""Reads desks, their authorities and networks, and reports of wrong contacts.

The members of a desk's network and the people who may change its rota may read the rota.
"""

from collections.abc import Collection, Sequence

from sqlalchemy import ColumnElement, String, exists, literal, or_, select, true
from sqlalchemy.orm import joinedload

from directory.access.gate import if_open, is_open
from directory.access.policy import Action, may, may_read, permitted_rows, readable
from directory.access.viewer import Viewer
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Authority, ContactDetail, Entry, FocalPoint, Network, Report
from directory.models.details import EntryKey, Place
from directory.vocabulary import ENDED_STATUSES, Audience, ReportOutcome

ROUND_THE_CLOCK = "round_the_clock"
# Covers without an hour at which nobody is to be reached.
WITHOUT_PAUSE = (ROUND_THE_CLOCK, "on_call")
_ON_BOARD = (
    joinedload(FocalPoint.authority).joinedload(Authority.jurisdiction),
    joinedload(FocalPoint.network),
)
# The relationships of an authority that the choice of its contact to try first needs.
CALLED = (joinedload(Authority.contacts), joinedload(Authority.jurisdiction))
_WHOLE = (
    joinedload(FocalPoint.authority).selectinload(Authority.contacts),
    joinedload(FocalPoint.authority).joinedload(Authority.jurisdiction),
    joinedload(FocalPoint.network),
)


def get(key: str) -> FocalPoint:
    """Return a desk by its key, with its authority, contacts and network loaded. Raises NotFound for an unknown key."""
    desk = db.session.get(FocalPoint, key, options=_WHOLE)
    if desk is None:
        raise NotFound
    return desk


def list_focal_points(network: str = "", jurisdiction: str = "", authority: str = "") -> list[FocalPoint]:
    """Return the desks that have not ended, sorted by key. An empty argument does not filter.

    If a detail to filter by is declared as restricted, no desk is returned.
    """
    query = select(FocalPoint).options(*_WHOLE).where(is_not_ended())
    if network:
        query = query.where(if_open(FocalPoint.network_key == network))
    if jurisdiction:
        own = select(Authority.key).where(Authority.jurisdiction_key == jurisdiction)
        query = query.where(if_open(FocalPoint.authority_key.in_(own)))
    if authority:
        query = query.where(if_open(FocalPoint.authority_key == authority))
    return list(db.session.scalars(query.order_by(FocalPoint.key)))


def is_not_ended() -> ColumnElement[bool]:
    """Return the SQL condition that a desk has not ended. If the detail `status` is declared as restricted, all desks
    meet the condition, so that the result does not reveal the status."""
    standing = FocalPoint.status.not_in(ENDED_STATUSES)
    return standing if is_open(standing) else true()


def load(keys: Collection[str]) -> list[FocalPoint]:
    """Return the desks with these keys, sorted by key. All related rows that a board line needs are loaded."""
    query = select(FocalPoint).options(*_ON_BOARD).where(FocalPoint.key.in_(sorted(keys))).order_by(FocalPoint.key)
    return list(db.session.scalars(query)) if keys else []


def list_with_contacts(keys: Collection[EntryKey]) -> list[FocalPoint | Authority]:
    """Return the desks and authorities with these keys, with all related rows that their first contacts need."""
    desks, authorities = _keys_of(FocalPoint, keys), _keys_of(Authority, keys)
    found: list[FocalPoint | Authority] = []
    if desks:
        query = select(FocalPoint).options(joinedload(FocalPoint.authority).options(*CALLED))
        found += db.session.scalars(query.where(FocalPoint.key.in_(desks))).unique()
    if authorities:
        found += db.session.scalars(select(Authority).options(*CALLED).where(Authority.key.in_(authorities))).unique()
    return found


def _keys_of(model: type[Entry], keys: Collection[EntryKey]) -> list[str]:
    return sorted({key for kind, key in keys if kind == model.KIND})


def load_authorities(keys: Collection[str]) -> list[Authority]:
    """Return the authorities with these keys, sorted by key."""
    query = select(Authority).where(Authority.key.in_(sorted(keys))).order_by(Authority.key)
    return list(db.session.scalars(query)) if keys else []


def list_networks(keys: Collection[str]) -> list[Network]:
    """Return the networks with these keys, sorted by key."""
    return list(db.session.scalars(select(Network).where(Network.key.in_(sorted(keys))).order_by(Network.key)))


def list_reported(contacts: Sequence[str]) -> frozenset[str]:
    """Return the contact keys among `contacts` that have an open report of a wrong contact."""
    query = select(Report.contact_key).where(Report.outcome == ReportOutcome.OPEN, Report.contact_key.in_(contacts))
    return frozenset(db.session.scalars(query)) if contacts else frozenset()


def is_reported() -> ColumnElement[bool]:
    """Return the SQL condition that a contact detail has an open report."""
    return exists().where(Report.outcome == ReportOutcome.OPEN, Report.contact_key == ContactDetail.key)


def may_read_rota(viewer: Viewer, place: Place) -> bool:
    """Return whether the viewer may read the rota of the desk at `place` (State, networks and desk)."""
    return may_read(viewer, Audience.NETWORK, lambda: place) or may(viewer, Action.KEEP_ROTA, place)


def rota_is_readable(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that the viewer may read the rota of a desk. The query must join desks and
    authorities."""
    state, network = Authority.jurisdiction_key, FocalPoint.network_key
    return or_(
        readable(viewer, literal(Audience.NETWORK, String), state, network),
        permitted_rows(viewer, Action.KEEP_ROTA, state, network, FocalPoint.key),
    )
