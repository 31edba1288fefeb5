"""Reads the authorities of States."""

from sqlalchemy import ColumnElement, select, true
from sqlalchemy.orm import joinedload, selectinload

from directory.access.gate import if_open, is_open
from directory.extensions import db
from directory.models import Authority
from directory.vocabulary import ENDED_STATUSES

# The related rows that the page of an authority needs.
WHOLE = (
    joinedload(Authority.jurisdiction),
    selectinload(Authority.competences),
    selectinload(Authority.designations),
    selectinload(Authority.contacts),
)


def is_not_ended() -> ColumnElement[bool]:
    """Return the SQL condition that an authority has not ended. If the detail `status` is restricted, the condition is
    true for every authority."""
    standing = Authority.status.not_in(ENDED_STATUSES)
    return standing if is_open(standing) else true()


def list_authorities(*states: str) -> list[Authority]:
    """Return the authorities of these States that have not ended, with their parts loaded, sorted by key. Return no
    authority if the detail that names an authority's State is restricted."""
    query = select(Authority).options(*WHOLE).where(is_not_ended()).order_by(Authority.key)
    return list(db.session.scalars(query.where(if_open(Authority.jurisdiction_key.in_(states)))))
