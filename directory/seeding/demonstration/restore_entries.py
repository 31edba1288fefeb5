"""Restores, from the seed data, real entries that demonstration people changed."""

from collections.abc import Iterable
from pathlib import Path

from sqlalchemy import select

from directory.extensions import db
from directory.models import Account, AuditEvent, Provenance, Tombstone
from directory.models.change import MODELS_BY_KIND
from directory.models.details import EntryKey
from directory.seeding.load import load
from directory.verification.queries.entries import rows_of


def list_touched(people: Iterable[Account]) -> set[EntryKey]:
    """Return the entries and parts that these people changed, confirmed or removed, according to the audit chain."""
    query = select(AuditEvent.kind, AuditEvent.key).where(AuditEvent.actor_id.in_([one.id for one in people]))
    return {(kind, key) for kind, key in db.session.execute(query.distinct()) if kind in MODELS_BY_KIND}


def restore(touched: Iterable[EntryKey], folder: Path) -> None:
    """Restore the entries and parts `touched`: drop the marks that people edited or removed them, then load the seed
    data of `folder` again."""
    touched = sorted(touched)
    for kind, key in touched:
        stone, entry = db.session.get(Tombstone, (kind, key)), db.session.get(MODELS_BY_KIND[kind], key)
        if stone is not None:
            db.session.delete(stone)
        for row in rows_of(entry) if entry is not None else ():
            own = (Provenance.kind == row.KIND, Provenance.key == row.key, Provenance.is_edited)
            for decided in db.session.scalars(select(Provenance).where(*own)):
                db.session.delete(decided)
    db.session.flush()
    for _ in load(folder) if touched else ():
        pass
