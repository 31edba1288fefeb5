"""Reads the changes of source pages, within the scope of a coordinator."""

from sqlalchemy import ColumnElement, func, select

from directory.access.policy import Action, permitted
from directory.access.viewer import Viewer
from directory.errors import NotFound
from directory.extensions import db
from directory.models import NetworkMember, SourceChange
from directory.paging import Paged, paginate


def get(viewer: Viewer, public_id: str) -> SourceChange:
    """Return a change. Raises NotFound if there is no such change in the viewer's scope."""
    change = db.session.scalar(select(SourceChange).where(SourceChange.public_id == public_id, _in_scope(viewer)))
    if change is None:
        raise NotFound
    return change


def list_open(viewer: Viewer, page: int) -> Paged[SourceChange]:
    """Return one page of the open changes in the viewer's scope, the newest first."""
    query = select(SourceChange).where(_in_scope(viewer), SourceChange.settled_at.is_(None))
    return paginate(query.order_by(SourceChange.found_at.desc(), SourceChange.id.desc()), page)


def count_open(viewer: Viewer) -> int:
    """Return the number of open changes in the viewer's scope."""
    query = select(func.count(SourceChange.id)).where(_in_scope(viewer), SourceChange.settled_at.is_(None))
    return db.session.scalar(query) or 0


def _in_scope(viewer: Viewer) -> ColumnElement[bool]:
    members = select(NetworkMember.jurisdiction_key).where(NetworkMember.network_key.in_(sorted(viewer.networks)))
    in_networks = SourceChange.jurisdiction_key.in_(members)
    return permitted(viewer, Action.VERIFY, SourceChange.jurisdiction_key, in_networks)
