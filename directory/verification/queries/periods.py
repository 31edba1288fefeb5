"""Reads the verification periods that a network has set: for how many days a verification is valid."""

from sqlalchemy import select

from directory.extensions import db
from directory.models import VerificationPeriod


def days_of(network: str) -> dict[str, int]:
    """Return a mapping from code of PERIODS to days, for the periods that the network has set itself."""
    query = select(VerificationPeriod).where(VerificationPeriod.network_key == network)
    return {row.period: row.days for row in db.session.scalars(query)}
