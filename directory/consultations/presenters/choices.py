"""Choices in the forms of consultations: pairs of value and label."""

from collections.abc import Iterable

from directory import collation, i18n
from directory.access.viewer import Viewer
from directory.consultations.presenters.links import links_to
from directory.consultations.queries.earlier import list_earlier
from directory.consultations.queries.seats import list_authorities, list_coworkers, list_desks, list_institutions
from directory.extensions import db
from directory.models import Consultation, FocalPoint, Jurisdiction
from directory.proposals.labels import entry_labels
from directory.treaties.queries import list_shared
from directory.vocabulary import MEASURES, OFFENCES, STAGES

Choices = list[tuple[str, str]]
UNDECIDED = ""


def measures() -> Choices:
    """Return an empty choice, then the measures in their order."""
    return [(UNDECIDED, ""), *((code, str(term.label)) for code, term in MEASURES.items())]


def offences() -> Choices:
    """Return an empty choice, then the offences in their order."""
    return [(UNDECIDED, ""), *((code, str(term.label)) for code, term in OFFENCES.items())]


def stages() -> Choices:
    """Return an empty choice, then the stages of proceedings in their order."""
    return [(UNDECIDED, ""), *((code, str(term.label)) for code, term in STAGES.items())]


def treaties(viewer: Viewer, desk: FocalPoint, language: str) -> Choices:
    """Return an empty choice, then the treaties in which both the viewer's and the desk's State take part, sorted by
    name."""
    found = list_shared({viewer.jurisdiction, desk.authority.jurisdiction_key or ""} - {""})
    return [(UNDECIDED, ""), *entry_labels(found, language).items()]


def languages(desk: FocalPoint, language: str) -> Choices:
    """Return the languages for a text to this desk, each with its name in `language`. Languages of the desk's authority
    and State come first."""
    state = db.session.get(Jurisdiction, desk.authority.jurisdiction_key)
    spoken = [*(desk.authority.languages_accepted or ()), *(state.official_languages if state else ())]
    codes = dict.fromkeys([*spoken, *i18n.LANGUAGES])
    return [(code, i18n.language_name(code, language)) for code in codes]


def earlier(viewer: Viewer, desk: FocalPoint, language: str) -> Choices:
    """Return an empty choice, then the viewer's consultations with this desk, newest first, or [] if there are none.
    Values are public ids."""
    return _none_chosen((one.id, one.label) for one in links_to(list_earlier(viewer, desk.key), language))


def institutions(consultation: Consultation, language: str) -> Choices:
    """Return an empty choice, then the authorities of the State that was asked, sorted by name."""
    return [(UNDECIDED, ""), *entry_labels(list_institutions(consultation), language).items()]


def coworkers(consultation: Consultation) -> Choices:
    """Return an empty choice, then possible co-workers sorted by name, or [] if there are none. Values are account
    ids."""
    named = [(str(one.id), one.name) for one in list_coworkers(consultation)]
    return _none_chosen(collation.sorted_by_name(named, lambda pair: pair[1]))


def authorities(consultation: Consultation, language: str) -> Choices:
    """Return an empty choice, then the authorities that can be brought in, sorted by name, or [] if there are none."""
    return _none_chosen(entry_labels(list_authorities(consultation), language).items())


def desks(consultation: Consultation, language: str) -> Choices:
    """Return an empty choice, then the desks to which the question can be handed over, sorted by name. Return [] if
    there are none."""
    return _none_chosen(entry_labels(list_desks(consultation), language).items())


def _none_chosen(found: Iterable[tuple[str, str]]) -> Choices:
    offered = list(found)
    return [(UNDECIDED, ""), *offered] if offered else []
