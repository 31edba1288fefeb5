"""Shreds rounds. A round is kept as long as one of its consultations."""

from datetime import datetime

from sqlalchemy import select

from directory.audit.chain import record
from directory.extensions import db
from directory.models import Consultation, QuestionRound, RoundMember

BATCH_SIZE = 20


def shred_old(now: datetime) -> int:
    """Erase the keys and texts of up to BATCH_SIZE rounds whose consultations were all shredded, and return their
    number. Call this inside `committing`."""
    is_kept = QuestionRound.members.any(RoundMember.consultation.has(Consultation.wrapped_key.is_not(None)))
    due = select(QuestionRound).where(QuestionRound.shredded_at.is_(None), ~is_kept).limit(BATCH_SIZE)
    old = list(db.session.scalars(due))
    for one in old:
        one.wrapped_key, one.shredded_at = None, now
        one.sealed_subject = one.sealed_text = one.sealed_phrases = b""
        record(None, "round_shredded", one.entry_key)
    return len(old)
