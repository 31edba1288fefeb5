"""What forms of consultations let a person choose from."""

from collections.abc import Iterable

from sqlalchemy import select
from sqlalchemy.orm import selectinload

from directory import collation, i18n
from directory.access.viewer import Viewer
from directory.consultations.queries.seats import list_authorities, list_coworkers, list_desks
from directory.extensions import db
from directory.models import Consultation, FocalPoint, Jurisdiction, Treaty
from directory.proposals.wordings import entry_labels
from directory.vocabulary import MEASURES, OFFENCES

Choices = list[tuple[str, str]]
UNDECIDED = ""


def measures() -> Choices:
    """Return the measures in their order, none chosen."""
    return [(UNDECIDED, ""), *((code, str(term.label)) for code, term in MEASURES.items())]


def offences() -> Choices:
    """Return the offences in their order, none chosen."""
    return [(UNDECIDED, ""), *((code, str(term.label)) for code, term in OFFENCES.items())]


def treaties(viewer: Viewer, desk: FocalPoint, language: str) -> Choices:
    """Return the treaties that may bind both States, by name: multilateral ones and those between the two."""
    both = {viewer.jurisdiction, desk.authority.jurisdiction_key}
    found = db.session.scalars(select(Treaty).options(selectinload(Treaty.parties))).all()
    fitting = [one for one in found if not one.parties or both <= {party.jurisdiction_key for party in one.parties}]
    return [(UNDECIDED, ""), *entry_labels(fitting, language).items()]


def languages(desk: FocalPoint, language: str) -> Choices:
    """Return languages by name: those of the desk's State first, then those of this site."""
    state = db.session.get(Jurisdiction, desk.authority.jurisdiction_key)
    spoken = [*(desk.authority.languages_accepted or ()), *(state.official_languages if state else ())]
    codes = dict.fromkeys([*spoken, *i18n.LANGUAGES])
    return [(code, i18n.language_name(code, language)) for code in codes]


def coworkers(consultation: Consultation) -> Choices:
    """Return the people who may be added, by name."""
    named = [(str(one.id), one.name) for one in list_coworkers(consultation)]
    return _none_chosen(collation.sorted_by_name(named, lambda pair: pair[1]))


def authorities(consultation: Consultation, language: str) -> Choices:
    """Return the authorities that may be brought in, by name."""
    return _none_chosen(entry_labels(list_authorities(consultation), language).items())


def desks(consultation: Consultation, language: str) -> Choices:
    """Return the desks that may be handed the question, by name."""
    return _none_chosen(entry_labels(list_desks(consultation), language).items())


def _none_chosen(found: Iterable[tuple[str, str]]) -> Choices:
    """Return these behind an empty one, so that nobody is let in by mistake; none where there are none."""
    offered = list(found)
    return [(UNDECIDED, ""), *offered] if offered else []
