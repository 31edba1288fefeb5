"""Reads the library of law, and the rules and designations that are based on its entries."""

from sqlalchemy import select

from directory.access.gate import if_open
from directory.errors import NotFound
from directory.extensions import db
from directory.models import Designation, Legislation, Rule


def get(key: str) -> Legislation:
    """Return an entry of the library by its key. Raises NotFound for an unknown key."""
    law = db.session.get(Legislation, key)
    if law is None:
        raise NotFound
    return law


def list_legislation(jurisdiction: str = "") -> list[Legislation]:
    """Return the entries of the library of one State, or of all States if `jurisdiction` is empty, sorted by key."""
    query = select(Legislation).order_by(Legislation.key)
    if jurisdiction:
        query = query.where(if_open(Legislation.jurisdiction_key == jurisdiction))
    return list(db.session.scalars(query))


def list_rules(law: Legislation) -> list[Rule]:
    """Return the rules that are based on a law, sorted by requirement sheet and position."""
    resting = select(Rule).where(if_open(Rule.legislation_key == law.key))
    return list(db.session.scalars(resting.order_by(Rule.sheet_key, Rule.position, Rule.key)))


def list_designations(law: Legislation) -> list[Designation]:
    """Return the designations that are based on a law, sorted by the key of the authority."""
    resting = select(Designation).where(if_open(Designation.legislation_key == law.key))
    return list(db.session.scalars(resting.order_by(Designation.authority_key)))
