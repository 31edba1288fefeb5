"""Queries for networks."""

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from directory.errors import NotFound
from directory.extensions import db
from directory.models import Network


def get(key: str) -> Network:
    """Return the network with this key (its code in lower case). Raises NotFound for an unknown key."""
    network = db.session.get(Network, key)
    if network is None:
        raise NotFound
    return network


def list_networks() -> list[Network]:
    """Return all networks with their members loaded, sorted by key."""
    return list(db.session.scalars(select(Network).options(selectinload(Network.members)).order_by(Network.key)))
