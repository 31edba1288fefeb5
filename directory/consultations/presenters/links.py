"""Links to consultations. The text of a link contains no text that a person wrote."""

from collections.abc import Iterable
from dataclasses import dataclass

from flask_babel import gettext as _

from directory import dates, i18n
from directory.models import Consultation
from directory.proposals.labels import entry_label
from directory.vocabulary import CONSULTATION_STATES, MEASURES


@dataclass(frozen=True)
class ConsultationLink:
    """A link to a consultation: its public id, and a label of its measure, desk, opening day and state. The label of an
    exercise says so first."""

    id: str
    label: str


def links_to(found: Iterable[Consultation], language: str) -> tuple[ConsultationLink, ...]:
    """Return links to consultations, in the given order."""
    return tuple(ConsultationLink(one.public_id, _label(one, language)) for one in found)


def _label(consultation: Consultation, language: str) -> str:
    parts = (
        *([_("Exercise")] if consultation.is_exercise else []),
        str(MEASURES.label(consultation.measure)),
        entry_label("focal_point", consultation.focal_point_key, language),
        dates.long_day(consultation.opened_at.date(), language),
        str(CONSULTATION_STATES.label(consultation.state)),
    )
    return i18n.side_by_side(parts)
