"""The way home of a victim of trafficking, in steps: for each step, the offices that carry it out, their contacts, and
the rules of their State."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from directory.access.facts import Link, state_link
from directory.atlas.answer_data import AnswerData
from directory.atlas.care_offices import offices_of, state_of
from directory.atlas.institutions import Addressee, Institution
from directory.atlas.presenters.lines import rule_lines
from directory.atlas.queries import list_contacts
from directory.atlas.question import AtlasQuestion
from directory.focal_points.contacts import ContactLine, ContactReading, first_to_call, read_contacts
from directory.requirements.rules import RuleLine
from directory.treaties.citations import citation
from directory.vocabulary import CARE_MEASURES, CARE_STEPS, NEVER_SHARED, CareStep


@dataclass(frozen=True)
class CareOffice:
    """An office that carries out a step of the way home. `contact` is the phone number or mail address to try first
    (`first_to_call`). If there is no such contact, `contact` is the office's first contact, or None if the office has
    no contacts."""

    link: Link
    contact: ContactLine | None


@dataclass(frozen=True)
class CareStepLine:
    """One step of a victim's return to the home State. `state` carries it out, `article` cites its source, and `duty`
    says what `state` must do."""

    label: str
    article: str
    duty: str
    state: Link
    # The office whose function is closest to the step comes first.
    offices: tuple[CareOffice, ...]
    rules: tuple[RuleLine, ...]


@dataclass(frozen=True)
class CarePath:
    """The steps of a victim's return to the home State, in their order."""

    steps: tuple[CareStepLine, ...]
    # A sentence on why the authority to address is asked first. Empty if there is no such authority.
    reason: str
    # Pairs: a kind of information that must not be passed on, and the source of this rule.
    never_shared: tuple[tuple[str, str], ...]


def care_path(
    question: AtlasQuestion, addressed: Sequence[Addressee], data: AnswerData, language: str
) -> CarePath | None:
    """Return the steps by which a victim goes home, from the requesting State to the requested State. Return None if
    the measure does not bring a person home. `addressed` are the authorities to which the request goes."""
    if question.measure not in CARE_MEASURES:
        return None
    taking = {
        step.code: offices_of(step, data.institutions.get(state_of(step, question), ())) for step in CARE_STEPS.values()
    }
    contacts = _contacts({one.link.key for found in taking.values() for one in found}, data, language)
    steps = tuple(_step(step, taking[step.code], contacts, question, data, language) for step in CARE_STEPS.values())
    return CarePath(
        steps,
        _reason(question, addressed, taking),
        tuple((str(term.label), citation(term.source, data.titles)) for term in NEVER_SHARED.values()),
    )


def _reason(
    question: AtlasQuestion, addressed: Sequence[Addressee], taking: Mapping[str, Sequence[Institution]]
) -> str:
    if not addressed:
        return ""
    first = addressed[0].institution.link.key
    own = (step for step in CARE_STEPS.values() if state_of(step, question) == question.requested)
    step = next((step for step in own if first in {one.link.key for one in taking[step.code]}), None)
    if step is not None:
        return str(_("Ask it first, for it takes this step: %(step)s.", step=step.label))
    return str(_("No office for the return is known there: ask this authority first which one it is."))


def _contacts(keys: set[str], data: AnswerData, language: str) -> Mapping[str, ContactLine | None]:
    by_office: dict[str, list[ContactReading]] = {}
    rows = list_contacts(keys)
    owners = {row.key: row.authority_key for row in rows}
    for one in read_contacts(data.viewer, rows):
        by_office.setdefault(owners[one.key], []).append(one)
    return {key: (first_to_call(own) or own[0]).line(language, with_person=False) for key, own in by_office.items()}


def _step(
    step: CareStep,
    offices: Sequence[Institution],
    contacts: Mapping[str, ContactLine | None],
    question: AtlasQuestion,
    data: AnswerData,
    language: str,
) -> CareStepLine:
    state = state_of(step, question)
    said = [one for one in data.said_by(state, question) if one.topic in step.topics and one.is_about(question.measure)]
    return CareStepLine(
        str(step.label),
        citation(step.source, data.titles),
        str(step.duty),
        state_link(state, language),
        tuple(CareOffice(one.link, contacts.get(one.link.key)) for one in offices),
        rule_lines(said, data.titles, language),
    )
