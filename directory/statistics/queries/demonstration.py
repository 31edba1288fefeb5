"""Decides whether invented entries count in figures: only on a site for demonstration."""

from sqlalchemy import ColumnElement, select, true

from directory.access.gate import if_open
from directory.extensions import db
from directory.models import Account, Authority, FocalPoint
from directory.vocabulary import DEMONSTRATION_HOST, Mark


def is_demonstration() -> bool:
    """Return whether the site is for demonstration: it has invented desks, and nobody but demonstration people can sign
    in."""
    marked = select(FocalPoint.key).where(if_open(FocalPoint.mark == Mark.DEMONSTRATION))
    real = select(Account.id).where(Account.active, Account.email.not_like(f"%@{DEMONSTRATION_HOST}"))
    return bool(db.session.scalar(select(marked.exists() & ~real.exists())))


def counts_in_figures(model: type[Authority] | type[FocalPoint] = FocalPoint) -> ColumnElement[bool]:
    """Return the SQL condition that an authority or a desk is counted in figures.

    Invented authorities and desks are counted only on a demonstration site.
    """
    return true() if is_demonstration() else if_open(model.mark != Mark.DEMONSTRATION)
