"""Reads national laws."""

from sqlalchemy import select

from directory.extensions import db
from directory.models import Legislation


def list_legislation(jurisdiction: str = "") -> list[Legislation]:
    """Return laws by State and code: all, or those of one State."""
    query = select(Legislation).order_by(Legislation.jurisdiction_key, Legislation.key)
    if jurisdiction:
        query = query.where(Legislation.jurisdiction_key == jurisdiction)
    return list(db.session.scalars(query))
