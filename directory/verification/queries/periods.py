"""Reads the verification periods of a network."""

from sqlalchemy import select

from directory.errors import NotFound
from directory.extensions import db
from directory.models import Network, VerificationPeriod


def get_network(key: str) -> Network:
    """Return a network. Raises NotFound."""
    network = db.session.get(Network, key)
    if network is None:
        raise NotFound
    return network


def days_of(network: str) -> dict[str, int]:
    """Return the days that a network has set, by period."""
    query = select(VerificationPeriod).where(VerificationPeriod.network_key == network)
    return {row.period: row.days for row in db.session.scalars(query)}
