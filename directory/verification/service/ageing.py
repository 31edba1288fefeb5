"""Logs changes that only the passing of time causes: a verified detail becomes overdue, and later dead
(`Freshness`)."""

from datetime import date, timedelta

from sqlalchemy import select

from directory.extensions import db
from directory.models import Change, Provenance, SiteState
from directory.models.change import MODELS_BY_KIND
from directory.verification_age import freshness

# Each run looks back at least this far. Logging a change twice is harmless.
LOOKED_BACK = timedelta(days=4)
# The name of the row of SiteState that stores the day of the last run. After a pause of the worker, the next run looks
# back to this day.
LAST_RUN = "ageing"


def note_ageing(today: date) -> int:
    """Add to the change log each entry that shows a detail that has become overdue or dead since the last run. Return
    the number of these entries.

    If the last run was less than LOOKED_BACK ago, look back over LOOKED_BACK instead.
    """
    since = _looked_back_to(today)
    verified = select(Provenance).where(Provenance.verified_on.is_not(None), Provenance.due_on < today)
    aged = {row.entry_key for row in db.session.scalars(verified) if _grade(row, since) != _grade(row, today)}
    entries = (db.session.get(MODELS_BY_KIND[kind], key) for kind, key in sorted(aged))
    shown = {one for entry in entries if entry is not None for one in entry.shown_on()}
    db.session.add_all(Change(kind=kind, key=key) for kind, key in sorted(shown))
    db.session.merge(SiteState(name=LAST_RUN, value=today.isoformat()))
    return len(shown)


def _looked_back_to(today: date) -> date:
    row = db.session.get(SiteState, LAST_RUN)
    return min(date.fromisoformat(row.value) if row else today, today - LOOKED_BACK)


def _grade(row: Provenance, on: date) -> str:
    return freshness(row.verified_on, row.due_on, on, is_dead=row.is_dead)
