"""Reads in which languages desks can be asked."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import joinedload

from directory.extensions import db
from directory.models import FocalPoint, Jurisdiction


def spoken_at(desks: Iterable[str]) -> dict[str, frozenset[str]]:
    """Return a mapping from the key of each desk to the languages in which it can be asked: those that its authority
    accepts, and the official languages of its State."""
    query = select(FocalPoint).where(FocalPoint.key.in_(sorted(desks))).options(joinedload(FocalPoint.authority))
    found = db.session.scalars(query).all()
    codes = {one.authority.jurisdiction_key for one in found}
    states = db.session.scalars(select(Jurisdiction).where(Jurisdiction.key.in_(codes)))
    official: dict[str | None, tuple[str, ...]] = {one.key: tuple(one.official_languages or ()) for one in states}
    offices = {one.key: one.authority for one in found}
    return {
        key: _spoken(office.languages_accepted, official.get(office.jurisdiction_key))
        for key, office in offices.items()
    }


def _spoken(*languages: Iterable[str] | None) -> frozenset[str]:
    return frozenset(code for some in languages for code in some or ())
