"""Erases what leads from a closed entry to a case or a person. Its dates and codes stay for figures."""

from datetime import datetime

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from directory.audit.chain import record
from directory.drafts.service.retention import RETENTION
from directory.extensions import db
from directory.models import DocketEntry
from directory.requests.queries.entries import is_pending
from directory.requests.service.file_numbers import seal_file_number

BATCH_SIZE = 20


def shred_old(now: datetime) -> int:
    """Erase links, file numbers and the accounts of the acts of up to BATCH_SIZE entries that are closed and were not
    changed for as long as drafts are kept. Return the number of entries. Older backups hold them until they are
    pruned."""
    old = (~is_pending(), DocketEntry.shredded_at.is_(None), DocketEntry.changed_at < now - RETENTION)
    query = select(DocketEntry).where(*old).order_by(DocketEntry.id).limit(BATCH_SIZE)
    found = db.session.scalars(query.options(selectinload(DocketEntry.acts))).all()
    for entry in found:
        entry.draft_id = entry.consultation_id = None
        seal_file_number(entry, "")
        for act in entry.acts:
            act.account_id = None
        entry.shredded_at = now
        record(None, "request_shredded", entry.entry_key)
    return len(found)
