"""Reads requirement sheets."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from directory.access.gate import if_open
from directory.extensions import db
from directory.models import Designation, Legislation, RequirementSheet, Rule, Treaty


def list_sheets(jurisdictions: tuple[str, ...] = (), measure: str = "") -> list[RequirementSheet]:
    """Return sheets with their rules by State, the general one of each first: all, or those of
    some States, or those of one measure."""
    query = select(RequirementSheet).options(selectinload(RequirementSheet.rules))
    if jurisdictions:
        query = query.where(if_open(RequirementSheet.jurisdiction_key.in_(jurisdictions)))
    if measure:
        query = query.where(if_open(RequirementSheet.measure == measure))
    return list(db.session.scalars(query.order_by(RequirementSheet.key)))


def list_bases(resting: Iterable[Rule | Designation]) -> list[Treaty | Legislation]:
    """Return the treaties and laws that some rules or designations rest on, each once."""
    resting = list(resting)
    treaties = {row.treaty_key for row in resting if row.treaty_key}
    laws = {row.legislation_key for row in resting if row.legislation_key}
    return [
        *db.session.scalars(select(Treaty).where(Treaty.key.in_(treaties))),
        *db.session.scalars(select(Legislation).where(Legislation.key.in_(laws))),
    ]
