"""Reads the shared outlines of a draft, from consultations in which the viewer has a seat."""

import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from sqlalchemy import ColumnElement, and_, select
from sqlalchemy.orm import selectinload

from directory.access.viewer import Viewer
from directory.consultations.queries.outlines import DecryptedOutline, list_outlines
from directory.consultations.queries.threads import holds_seat, is_real, takes_part
from directory.drafts.encryption import DRAFT_ENCRYPTION, place_of_marks
from directory.extensions import db
from directory.models import Consultation, ConsultationEntry, ConsultationSeat, Draft, DraftOutline, Outline
from directory.vocabulary import ConsultationSide, ConsultationState

MOST_OFFERED = 50


@dataclass(frozen=True)
class SharedOutline:
    """A shared outline of a draft, with its consultation.

    - `opened`: the decrypted outline and the comments on it, or None if the consultation was shredded
    - `marks`: maps the code of each item to a digest of the item's content when the outline was shared
    """

    outline: Outline
    consultation: Consultation
    opened: DecryptedOutline | None
    marks: Mapping[str, str]


def list_shared(viewer: Viewer, draft: Draft) -> list[SharedOutline]:
    """Return the outlines of a draft from consultations in which the viewer has a seat, newest first."""
    query = (
        select(DraftOutline, Consultation)
        .join(Outline, Outline.id == DraftOutline.outline_id)
        .join(Consultation, Consultation.id == Outline.consultation_id)
        .where(DraftOutline.draft_id == draft.id, takes_part(viewer))
        .options(selectinload(Consultation.seats))
    )
    found = db.session.execute(query.order_by(Outline.id.desc())).all()
    threads = {thread.id: thread for _row, thread in found}.values()
    opened = {one.outline.id: one for thread in threads for one in list_outlines(thread)}
    cipher = DRAFT_ENCRYPTION.cipher_of(draft)
    return [
        SharedOutline(
            row.outline,
            thread,
            opened.get(row.outline_id),
            json.loads(cipher.open(place_of_marks(row.outline_id), row.sealed_marks)),
        )
        for row, thread in found
    ]


def list_to_tell(viewer: Viewer, draft: Draft) -> list[Consultation]:
    """Return the consultations in which an outline of this draft was shared and no formal request is noted yet, oldest
    first. In each of them, the viewer is on the asking side. Shredded consultations are left out."""
    shared = select(Outline.consultation_id).join(DraftOutline, DraftOutline.outline_id == Outline.id)
    own = (Consultation.id.in_(shared.where(DraftOutline.draft_id == draft.id)), _asks(viewer))
    silent = (Consultation.formal_request_on.is_(None), Consultation.shredded_at.is_(None))
    return list(db.session.scalars(select(Consultation).where(*own, *silent).order_by(Consultation.id)))


def list_states_asked(draft: Draft, until: date) -> frozenset[str]:
    """Return the States whose desks were shown an outline of this draft in a consultation, but in no exercise, on the
    day `until` or before."""
    query = (
        select(Consultation.to_jurisdiction_key, ConsultationEntry.at)
        .join(Outline, Outline.consultation_id == Consultation.id)
        .join(ConsultationEntry, ConsultationEntry.id == Outline.entry_id)
        .join(DraftOutline, DraftOutline.outline_id == Outline.id)
        .where(DraftOutline.draft_id == draft.id, is_real())
    )
    return frozenset(state for state, at in db.session.execute(query) if at.date() <= until)


def list_open(viewer: Viewer, requested: str) -> list[Consultation]:
    """Return at most MOST_OFFERED open consultations with desks of a State, latest act first. In each of them, the
    viewer is on the asking side."""
    own = (Consultation.to_jurisdiction_key == requested, Consultation.state != ConsultationState.CLOSED)
    query = select(Consultation).where(*own, _asks(viewer)).order_by(Consultation.changed_at.desc()).limit(MOST_OFFERED)
    return list(db.session.scalars(query))


def _asks(viewer: Viewer) -> ColumnElement[bool]:
    return Consultation.seats.any(and_(ConsultationSeat.side == ConsultationSide.ASKING, holds_seat(viewer)))
