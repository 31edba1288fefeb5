"""The readers of a desk's rota: the members of the desk's network, and the people who may change the rota."""

from sqlalchemy import ColumnElement, String, literal, or_

from directory.access.policy import Action, may, may_read, permitted_rows, readable
from directory.access.viewer import Viewer
from directory.models import Authority, FocalPoint
from directory.models.details import Place
from directory.vocabulary import Audience


def may_read_rota(viewer: Viewer, place: Place) -> bool:
    """Return whether the viewer may read the rota of the desk at `place`."""
    return may_read(viewer, Audience.NETWORK, lambda: place) or may(viewer, Action.KEEP_ROTA, place)


def rota_is_readable(viewer: Viewer) -> ColumnElement[bool]:
    """Return the SQL condition that the viewer may read a desk's rota, for queries that join desks and authorities."""
    state, network = Authority.jurisdiction_key, FocalPoint.network_key
    return or_(
        readable(viewer, literal(Audience.NETWORK, String), state, network),
        permitted_rows(viewer, Action.KEEP_ROTA, state, network, FocalPoint.key),
    )
