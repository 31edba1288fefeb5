"""Reads the notices that a viewer may read."""

from datetime import date

from sqlalchemy import ColumnElement, or_, select

from directory.access.gate import read
from directory.access.policy import Action, may, may_read, readable
from directory.access.viewer import Viewer
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Network, Notice, Place
from directory.models.network import place_of_state
from directory.paging import Paged, page_of
from directory.vocabulary import NOTICE_KINDS, Audience


def get(viewer: Viewer, key: str) -> Notice:
    """Return a notice. Raises NotFound alike for one that is not there and one that the viewer may not read."""
    notice = db.session.get(Notice, key)
    if notice is None or not read(viewer, notice).details:
        raise NotFound
    return notice


def list_notices(
    viewer: Viewer, on: date, page: int, *, network: str = "", kind: str = "", is_archive: bool = False
) -> Paged[Notice]:
    """Return one page of the notices that stand on a day, the next to end first; or of the archive, newest first."""
    stands = (Notice.ends_on >= on) & Notice.withdrawn_at.is_(None)
    over = or_(Notice.ends_on < on, Notice.withdrawn_at.is_not(None))
    query = select(Notice).where(_readable(viewer), over if is_archive else stands)
    if network:
        query = query.where(Notice.network_key == network)
    if kind in NOTICE_KINDS:
        query = query.where(Notice.notice_kind == kind)
    order = (Notice.ends_on.desc(), Notice.key) if is_archive else (Notice.ends_on, Notice.key)
    return page_of(query.order_by(*order), page)


def list_standing(viewer: Viewer, network: str, on: date) -> list[Notice]:
    """Return the notices of a network that stand on a day, the next to end first; without one, of all networks."""
    query = select(Notice).where(_readable(viewer), Notice.ends_on >= on, Notice.withdrawn_at.is_(None))
    if network:
        query = query.where(Notice.network_key == network)
    return list(db.session.scalars(query.order_by(Notice.ends_on, Notice.key)))


def list_boards(viewer: Viewer) -> list[Network]:
    """Return the networks on whose board the viewer may write, by code: those of their State, or in their scope."""
    found = db.session.scalars(select(Network).order_by(Network.key))
    own = viewer.networks or (place_of_state(viewer.jurisdiction).networks if viewer.jurisdiction else None)
    return [
        one
        for one in found
        if (own is None or one.key in own)
        and may(viewer, Action.ANNOUNCE, Place(viewer.jurisdiction, frozenset({one.key})))
    ]


def reads_inside(viewer: Viewer, network: str) -> bool:
    """Return whether the viewer reads what is for the network alone."""
    return may_read(viewer, Audience.NETWORK, lambda: Place(networks=frozenset({network})))


def _readable(viewer: Viewer) -> ColumnElement[bool]:
    return readable(viewer, Notice.audience, Notice.jurisdiction_key, Notice.network_key)
