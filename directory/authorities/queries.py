"""Queries for authorities."""

from directory.errors import NotFound
from directory.extensions import db
from directory.focal_points.state_authorities import WHOLE
from directory.models import Authority


def get(key: str) -> Authority:
    """Return the authority with this key, with its parts loaded. Raises NotFound for an unknown key."""
    authority = db.session.get(Authority, key, options=WHOLE)
    if authority is None:
        raise NotFound
    return authority
