"""Asks the atlas about each measure of a draft: treaties, authorities to address and accepted languages."""

from dataclasses import dataclass, replace

from directory.access.viewer import Viewer
from directory.atlas.answer import compose
from directory.atlas.answer_data import AnswerData, load_answer_data
from directory.atlas.desk import desk_to_consult
from directory.atlas.institutions import ADDRESS
from directory.atlas.legal_basis import LegalBasis
from directory.atlas.queries import load
from directory.atlas.question import AtlasQuestion, Offence
from directory.drafts.content import JOINT, DraftContent


@dataclass(frozen=True)
class Findings:
    """The findings of the atlas for all measures of a draft, without duplicates, in the order of measures.

    `leading` are the treaties among `usable` whose rules govern the request.
    """

    usable: tuple[LegalBasis, ...] = ()
    leading: tuple[str, ...] = ()
    addressees: tuple[str, ...] = ()
    languages: tuple[str, ...] = ()


def find(viewer: Viewer, content: DraftContent, language: str) -> Findings:
    """Return the findings of the atlas, empty unless the draft names two different States."""
    states = {content.requesting, content.requested}
    if "" in states or len(states) == 1:
        return Findings()
    data = load_answer_data(viewer, states | set(content.team), language)
    asked = [question_of(content, code) for code in content.measures]
    found = [_of_measure(question, data, viewer, language) for question in asked]
    usable = {one.treaty: one for each in reversed(found) for one in reversed(each.usable)}
    return Findings(
        tuple(reversed(usable.values())),
        tuple(dict.fromkeys(key for each in found for key in each.leading)),
        tuple(dict.fromkeys(key for each in found for key in each.addressees)),
        tuple(dict.fromkeys(code for each in found for code in each.languages)),
    )


def desk_to_ask(viewer: Viewer, content: DraftContent, language: str) -> str:
    """Return the key of the requested State's desk to consult first about the draft's first measure, or ""."""
    if not content.requested or not content.measures:
        return ""
    question = question_of(content, content.measures[0])
    record = load(viewer, set(question.states))
    found = desk_to_consult(question, record, viewer, language)
    return found.desk.link.key if found else ""


def _of_measure(question: AtlasQuestion, data: AnswerData, viewer: Viewer, language: str) -> Findings:
    found = compose(question, data, viewer, language)
    return Findings(
        tuple(found.usable),
        tuple(one.treaty for one in found.usable if one.is_leading),
        tuple(one.institution.link.key for one in found.addressees if one.part == ADDRESS),
        tuple(one.code for one in found.languages),
    )


def question_of(content: DraftContent, measure: str) -> AtlasQuestion:
    """Return the question to the atlas about one measure. Only a joint investigation names further States."""
    offence = Offence(
        content.offence,
        max_penalty_years=content.max_penalty_years,
        is_transnational=content.is_transnational,
        is_organized=content.is_organized,
    )
    asked = AtlasQuestion(content.requesting, content.requested, measure, offence, content.stage, content.is_urgent)
    return replace(asked, others=content.team) if measure == JOINT else asked
