"""Reads national laws."""

from sqlalchemy import select

from directory.access.gate import if_open
from directory.extensions import db
from directory.models import Legislation


def list_legislation(jurisdiction: str = "") -> list[Legislation]:
    """Return laws by code: all, or those of one State."""
    query = select(Legislation).order_by(Legislation.key)
    if jurisdiction:
        query = query.where(if_open(Legislation.jurisdiction_key == jurisdiction))
    return list(db.session.scalars(query))
