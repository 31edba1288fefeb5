"""Notes what time alone changes: a verification that has become overdue."""

from datetime import date, timedelta

from sqlalchemy import select

from directory.extensions import db
from directory.freshness import freshness
from directory.models import Change, Provenance
from directory.models.change import MODELS_BY_KIND

# Looked back over, so that a worker that stood still for some days misses nothing. Noting twice is harmless.
LOOKED_BACK = timedelta(days=4)


def note_ageing(today: date) -> int:
    """Log a change of each entry of which a detail has another grade than some days ago, so that the index follows;
    return their number."""
    verified = select(Provenance).where(Provenance.verified_on.is_not(None), Provenance.due_on < today)
    aged = {
        (row.kind, row.key)
        for row in db.session.scalars(verified)
        if _grade(row, today - LOOKED_BACK) != _grade(row, today)
    }
    entries = (db.session.get(MODELS_BY_KIND[kind], key) for kind, key in sorted(aged))
    shown = {one for entry in entries if entry is not None for one in entry.shown_on()}
    db.session.add_all(Change(kind=kind, key=key) for kind, key in sorted(shown))
    return len(shown)


def _grade(row: Provenance, on: date) -> str:
    return freshness(row.verified_on, row.due_on, on, is_dead=row.is_dead)
