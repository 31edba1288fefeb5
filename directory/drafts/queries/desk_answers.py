"""Reads the consultations of a draft, and the answers of the desks that were asked in them."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import gettext as _
from sqlalchemy import or_, select
from sqlalchemy.orm import selectinload

from directory import dates
from directory.access.viewer import Viewer
from directory.consultations.queries.people import desk_at
from directory.consultations.queries.threads import takes_part
from directory.drafts.queries.drafts import content_of
from directory.drafts.request_items import item_of
from directory.extensions import db
from directory.models import Consultation, ConsultationEntry, Draft, DraftOutline, Outline
from directory.proposals.labels import entry_label
from directory.vocabulary import ConsultationAct


@dataclass(frozen=True)
class DeskAnswer:
    """The newest answer in a consultation of a draft: `entry` is the act, `desk` the name of the desk, `on` the day in
    words."""

    consultation: Consultation
    entry: ConsultationEntry
    desk: str
    on: str

    @property
    def missing(self) -> tuple[str, ...]:
        """The items that the desk found missing, as codes of REQUEST_ITEMS."""
        return self.entry.missing_items

    @property
    def cited(self) -> str:
        """The answer as a source of items."""
        return str(_("%(desk)s, answer of %(date)s", desk=self.desk, date=self.on))


def list_consultations(viewer: Viewer, draft: Draft) -> Sequence[Consultation]:
    """Return the consultation from which a draft was begun and those in which its outline was shared, oldest first.
    Consultations in which the viewer has no seat are left out."""
    outlined = select(Outline.consultation_id).join(DraftOutline, DraftOutline.outline_id == Outline.id)
    of_draft = or_(
        Consultation.id == draft.consultation_id, Consultation.id.in_(outlined.where(DraftOutline.draft_id == draft.id))
    )
    query = select(Consultation).where(of_draft, takes_part(viewer)).options(selectinload(Consultation.seats))
    return db.session.scalars(query.order_by(Consultation.id)).all()


def list_answers(viewer: Viewer, draft: Draft, language: str) -> list[DeskAnswer]:
    """Return the newest answer in each consultation of `list_consultations` with a desk of the requested State. The
    caller records that the answers are shown."""
    requested = content_of(draft).requested
    asked = {one.id: one for one in list_consultations(viewer, draft) if one.to_jurisdiction_key == requested}
    act = ConsultationEntry
    query = select(act).where(act.consultation_id.in_(asked), act.act == ConsultationAct.ANSWERED).order_by(act.id)
    newest = {one.consultation_id: one for one in db.session.scalars(query)} if asked else {}
    return [_answer(asked[number], entry, language) for number, entry in newest.items()]


def answers_shown(answers: Sequence[DeskAnswer], part: str = "") -> dict[int, int]:
    """Return a mapping from the id of a consultation to the id of its answer. Only answers that name missing items are
    included. If `part` is the code of a part of the draft, only items of this part count."""
    return {
        one.consultation.id: one.entry.id
        for one in answers
        if any(not part or part == _part_of(code) for code in one.missing)
    }


def _answer(consultation: Consultation, entry: ConsultationEntry, language: str) -> DeskAnswer:
    desk = entry_label("focal_point", desk_at(consultation, entry.at), language)
    return DeskAnswer(consultation, entry, desk, dates.long_day(entry.at.date(), language))


def _part_of(code: str) -> str:
    item = item_of(code)
    return item.part if item else ""
