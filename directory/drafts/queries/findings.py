"""Asks the atlas about each measure of a draft: treaties, authorities to address and accepted languages."""

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, field, replace

from directory.access.viewer import Viewer
from directory.atlas.answer import compose_with
from directory.atlas.answer_data import AnswerData, load_answer_data
from directory.atlas.desk import desk_to_consult
from directory.atlas.institutions import ADDRESS
from directory.atlas.languages import AcceptedLanguage
from directory.atlas.legal_basis import LegalBasis
from directory.atlas.queries import load
from directory.atlas.question import AtlasQuestion, Offence
from directory.cache.store import cached_many
from directory.drafts.content import JOINT, DraftContent
from directory.requirements.floor import FloorRule

# The code of the atlas's reason that names a treaty's article on the measure.
COVERS = "covers"


@dataclass(frozen=True)
class Findings:
    """The findings of the atlas for all measures of a draft, without duplicates, in the order of measures.

    - `leading`: the keys of treaties in `usable` whose rules govern the request
    - `articles`: maps the key of a treaty to its articles that cover the measures
    - `floor`: the rules of the treaties that govern the request
    """

    usable: tuple[LegalBasis, ...] = ()
    leading: tuple[str, ...] = ()
    articles: Mapping[str, tuple[str, ...]] = field(default_factory=dict)
    addressees: tuple[str, ...] = ()
    languages: tuple[AcceptedLanguage, ...] = ()
    floor: tuple[FloorRule, ...] = ()


def find(viewer: Viewer, content: DraftContent, language: str) -> Findings:
    """Return the findings of the atlas. They are empty if the draft does not name two different States."""
    states = {content.requesting, content.requested}
    if "" in states or len(states) == 1:
        return Findings()
    places = [("findings", question_of(content, code), viewer.access_profile, language) for code in content.measures]
    found = cached_many(places, lambda new: _of_measures(viewer, [one[1] for one in new], language), is_page=True)
    usable = {one.treaty: one for each in reversed(found) for one in reversed(each.usable)}
    return Findings(
        tuple(reversed(usable.values())),
        tuple(dict.fromkeys(key for each in found for key in each.leading)),
        _merged(each.articles for each in found),
        tuple(dict.fromkeys(key for each in found for key in each.addressees)),
        tuple({one.code: one for each in reversed(found) for one in reversed(each.languages)}.values())[::-1],
        tuple({rule.key: rule for each in found for rule in each.floor}.values()),
    )


def desk_to_ask(viewer: Viewer, content: DraftContent, language: str) -> str:
    """Return the key of the requested State's desk to consult first about the draft's first measure, or "" if there is
    no such desk."""
    if not content.requested or not content.measures:
        return ""
    question = question_of(content, content.measures[0])
    record = load(viewer, set(question.states))
    found = desk_to_consult(question, record, viewer, language)
    return found.desk.link.key if found else ""


def _of_measures(viewer: Viewer, questions: Sequence[AtlasQuestion], language: str) -> Iterator[Findings]:
    data = load_answer_data(viewer, {state for one in questions for state in one.states}, language)
    return (_of_measure(question, data) for question in questions)


def _of_measure(question: AtlasQuestion, data: AnswerData) -> Findings:
    found = compose_with(None, question, data)
    return Findings(
        tuple(found.usable),
        tuple(one.treaty for one in found.usable if one.is_leading),
        {
            one.treaty: tuple(why.article for why in one.reasons if why.code == COVERS and why.is_supported)
            for one in found.usable
        },
        tuple(one.institution.link.key for one in found.addressees if one.part == ADDRESS),
        tuple(found.languages),
        tuple(_if_bound(rule, found.usable) for rule in found.floor),
    )


def _if_bound(rule: FloorRule, usable: Iterable[LegalBasis]) -> FloorRule:
    """Return a treaty's rule. If the treaty is not certain to bind both States, the returned rule is not mandatory."""
    is_certain = any(one.treaty == rule.treaty.key and one.is_certain for one in usable)
    return replace(rule, is_mandatory=rule.is_mandatory and is_certain)


def _merged(articles: Iterable[Mapping[str, tuple[str, ...]]]) -> Mapping[str, tuple[str, ...]]:
    found: dict[str, tuple[str, ...]] = {}
    for each in articles:
        for treaty, own in each.items():
            found[treaty] = tuple(dict.fromkeys(filter(None, (*found.get(treaty, ()), *own))))
    return found


def question_of(content: DraftContent, measure: str) -> AtlasQuestion:
    """Return the question to the atlas about one measure. If the measure is a joint investigation, the question names
    the draft's further States."""
    offence = Offence(
        content.offence,
        max_penalty_years=content.max_penalty_years,
        is_transnational=content.is_transnational,
        is_organized=content.is_organized,
    )
    asked = AtlasQuestion(content.requesting, content.requested, measure, offence, content.stage, content.is_urgent)
    return replace(asked, others=content.team) if measure == JOINT else asked
