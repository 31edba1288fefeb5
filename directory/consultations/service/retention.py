"""Records which people were shown a consultation, and shreds consultations whose retention is over."""

from collections.abc import Sequence
from datetime import datetime, timedelta

from sqlalchemy import and_, func, literal, or_, select

from directory import clock
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.consultations.queries.rules import DEFAULTS, DESK_DONE_STATES
from directory.consultations.queries.threads import LIST
from directory.extensions import db
from directory.locked_rows import INSERTS, locked_row
from directory.models import (
    Consultation,
    ConsultationEntry,
    ConsultationReading,
    ConsultationRule,
    Outline,
    OutlineComment,
)
from directory.transaction import separate_transaction
from directory.vocabulary import ConsultationState

BATCH_SIZE = 20


def note_reading(viewer: Viewer, consultation_id: int, entry_id: int, way: str) -> None:
    """Record, in a separate transaction, that the viewer is shown a thread up to an act. Call this before the response
    is sent. `way` is a code such as `page`."""
    now = clock.now()
    key = {
        "consultation_id": consultation_id,
        "account_id": viewer.account_id,
        "entry_id": entry_id,
        "way": way,
    }
    with separate_transaction() as session:
        row = locked_row(session, ConsultationReading, key, times=0, first_at=now, last_at=now)
        row.times, row.last_at = row.times + 1, now


def note_subjects(viewer: Viewer, public_ids: Sequence[str]) -> None:
    """Record, in one statement of a separate transaction, that the viewer sees the subjects of these threads in a list.
    The acts of the threads stay unread. Call this before the response is sent."""
    if not public_ids:
        return
    of, act = ConsultationReading, ConsultationEntry
    at = literal(clock.now(), of.last_at.type)
    values = (act.consultation_id, literal(viewer.account_id), func.min(act.id), literal(LIST), literal(1), at, at)
    names = ("consultation_id", "account_id", "entry_id", "way", "times", "first_at", "last_at")
    own = act.consultation_id.in_(select(Consultation.id).where(Consultation.public_id.in_(public_ids)))
    # In one order, so that two requests of a person do not wait for each other.
    rows = select(*values).where(own).group_by(act.consultation_id).order_by(act.consultation_id)
    with separate_transaction() as session:
        insert = INSERTS[session.get_bind().dialect.name](of).from_select(names, rows)
        again = {"times": of.times + 1, "last_at": insert.excluded.last_at}
        session.execute(insert.on_conflict_do_update(index_elements=names[:4], set_=again))


def shred_old(now: datetime) -> int:
    """Close up to BATCH_SIZE threads whose retention is over, erase their keys and texts, and return the number of
    threads. The summary of each thread stays. Older backups contain the key until they are pruned."""
    kept = {row.network_key: row.kept_days_at(now) for row in db.session.scalars(select(ConsultationRule))}
    ended = [
        and_(Consultation.network_key == key, Consultation.changed_at < now - timedelta(days=days))
        for key, days in kept.items()
    ]
    by_default = Consultation.changed_at < now - timedelta(days=DEFAULTS["kept_days"])
    ended.append(and_(Consultation.network_key.not_in(sorted(kept)), by_default))
    is_due = or_(Consultation.state.in_(DESK_DONE_STATES), Consultation.answer_by < now)
    query = select(Consultation).where(Consultation.shredded_at.is_(None), is_due, or_(*ended)).limit(BATCH_SIZE)
    old = list(db.session.scalars(query))
    for consultation in old:
        _shred(consultation, now)
    return len(old)


def _shred(consultation: Consultation, now: datetime) -> None:
    consultation.wrapped_key, consultation.shredded_at = None, now
    consultation.sealed_subject = consultation.sealed_reference = b""
    consultation.state, consultation.next_step_at = ConsultationState.CLOSED, None
    consultation.closed_at = consultation.closed_at or now
    for entry in db.session.scalars(
        select(ConsultationEntry).where(ConsultationEntry.consultation_id == consultation.id)
    ):
        entry.sealed_text = entry.sealed_phrases = b""
    for outline in db.session.scalars(select(Outline).where(Outline.consultation_id == consultation.id)):
        outline.sealed_content = b""
        for comment in db.session.scalars(select(OutlineComment).where(OutlineComment.outline_id == outline.id)):
            comment.sealed_comment = b""
    record(None, "consultation_shredded", consultation.entry_key)
