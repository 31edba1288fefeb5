"""The answer of the atlas to one question. An answer is never empty: it also names facts that are unknown, and the next
best way."""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from directory.access.viewer import Viewer
from directory.atlas.advice import AnswerWarning, find_warnings, next_ways
from directory.atlas.answer_data import AnswerData, load_answer_data
from directory.atlas.arrest import ArrestTerms, arrest_terms
from directory.atlas.basis_ranking import rank_bases
from directory.atlas.channel_declarations import unless_declared
from directory.atlas.channels import (
    ChannelVerdict,
    channels,
    closed_kinds,
    has_no_relations,
    receivers,
    treaties_of_direct_channel,
)
from directory.atlas.content import INFORMATION, ContentItem, content
from directory.atlas.desk import desk_to_consult
from directory.atlas.facts import numbers
from directory.atlas.institutions import Addressee, Institution, addressees
from directory.atlas.languages import AcceptedLanguage, accepted, language_laws, language_rules
from directory.atlas.legal_basis import LegalBasis, TreatyRoles, designating, roles_of
from directory.atlas.question import AtlasQuestion
from directory.atlas.reservations import is_reserved
from directory.atlas.sections import ROUTES, sections
from directory.atlas.sheet_statements import SheetStatement, applicable
from directory.atlas.territories import names_territory
from directory.atlas.urgency import UrgentWays, urgent_ways
from directory.focal_points.availability import DeskWithSteps
from directory.requirements.floor import FloorRule
from directory.treaties.citations import PARTS, joined_article
from directory.vocabulary import MEASURES, OUTSIDE_GENERAL_SHEET

NOT_DECLARED = "not_declared"
# Codes of RULE_CONDITIONS.
NO_TREATY, SENT = "no_treaty", "sent"


@dataclass(frozen=True)
class AtlasAnswer:
    """The answer of the atlas, part by part. The titles of its treaties are in `AnswerData`."""

    question: AtlasQuestion
    # The usable treaties in the order of use, then the treaties that cannot be used.
    bases: list[LegalBasis]
    # From treaty key to the statements of the requested State under the treaty. The keys are the usable treaties and
    # the treaties that the requested State does not accept as a basis.
    declarations: dict[str, list[SheetStatement]]
    # The requested State's statements on assistance without a treaty.
    routes: list[SheetStatement]
    addressees: list[Addressee]
    channels: list[ChannelVerdict]
    languages: list[AcceptedLanguage]
    language_rules: list[SheetStatement]
    language_laws: list[SheetStatement]
    content: list[ContentItem]
    # The paragraphs of treaties that govern the request without an agreement of both States.
    floor: list[FloorRule]
    # From a heading of requirement sheets to the statements that no other part contains.
    sections: dict[str, list[SheetStatement]]
    # None unless the request is for extradition.
    arrest: ArrestTerms | None
    desk: DeskWithSteps | None
    # None unless the request is urgent.
    urgent: UrgentWays | None = None
    warnings: tuple[AnswerWarning, ...] = ()
    next_ways: tuple[str, ...] = ()

    @property
    def usable(self) -> list[LegalBasis]:
        """The treaties on which a request may rest, in the order of use."""
        return [basis for basis in self.bases if basis.is_usable]


def answer(question: AtlasQuestion, viewer: Viewer, language: str) -> tuple[AtlasAnswer, AnswerData]:
    """Return the answer to a question, as far as the viewer may read it, and the data from which the answer was
    made."""
    data = load_answer_data(viewer, {question.requesting, question.requested}, language)
    return compose(question, data, viewer, language), data


def compose(question: AtlasQuestion, data: AnswerData, viewer: Viewer, language: str) -> AtlasAnswer:
    """Return the answer to a question, from data that is already loaded."""
    return compose_with(desk_to_consult(question, data.record, viewer, language), question, data)


def compose_with(desk: DeskWithSteps | None, question: AtlasQuestion, data: AnswerData) -> AtlasAnswer:
    """Return the answer to a question. `desk` is the desk to consult, or None; all else in the answer comes from
    `data`."""
    bases = rank_bases(question, data.record)
    roles = roles_of(bases)
    state, terms = _statements(question, roles, data)
    institutions = data.institutions.get(question.requested, ())
    floor = [
        rule
        for rule in data.floor(roles.usable, question.measure)
        if _is_in_effect(rule.treaty.key, joined_article(rule.article, rule.paragraph), question, roles, data)
    ]
    said = applicable(state, roles.usable, question.measure)
    declared = [*roles.usable, *(one.treaty for one in bases if one.use == NOT_DECLARED)]
    said_under = applicable(state, declared, question.measure)
    verdicts = unless_declared(channels(question, roles, state, terms, data.record), state, floor)
    named_under = designating(question, roles, data.record)
    ruled = sections(question, roles, state, floor, data.record)
    found = AtlasAnswer(
        question=question,
        bases=bases,
        declarations={treaty: [one for one in said_under if one.treaty == treaty] for treaty in declared},
        routes=[one for one in said if one.topic in ROUTES],
        addressees=addressees(
            question,
            institutions,
            roles.leading,
            named_under,
            receivers(verdicts, roles.leading),
            closed_kinds(verdicts),
            opening=treaties_of_direct_channel(verdicts),
        ),
        channels=verdicts,
        languages=accepted(question, roles, state, terms),
        language_rules=language_rules(question, roles, state, terms),
        language_laws=language_laws(question, roles, data.said_by(question.requesting, question), state),
        content=content(question, roles, state, floor, data.titles),
        floor=[rule for rule in floor if roles.governs(rule.treaty.key, joined_article(rule.article, rule.paragraph))],
        sections=ruled,
        arrest=arrest_terms(question, [one for statements in ruled.values() for one in statements]),
        desk=desk,
        urgent=urgent_ways(question, roles, verdicts, ruled, floor),
    )
    return _advised(found, institutions, floor, data)


def states_language(question: AtlasQuestion, data: AnswerData) -> bool:
    """Return whether the answer would name an accepted language, or a rule on languages in a leading treaty."""
    roles = roles_of(rank_bases(question, data.record))
    state, terms = _statements(question, roles, data)
    return bool(accepted(question, roles, state, terms) or language_rules(question, roles, state, terms))


def _statements(
    question: AtlasQuestion, roles: TreatyRoles, data: AnswerData
) -> tuple[list[SheetStatement], list[SheetStatement]]:
    state = [one for one in data.said_by(question.requested, question) if _is_for(one, question, roles, data)]
    terms = [
        one
        for one in data.terms_of((*roles.usable, *roles.channel_only))
        if _is_in_effect(one.treaty, one.article, question, roles, data)
    ]
    return state, terms


def _is_for(said: SheetStatement, question: AtlasQuestion, roles: TreatyRoles, data: AnswerData) -> bool:
    is_with_treaty = said.condition == NO_TREATY and not roles.firm.isdisjoint(roles.leading)
    if is_with_treaty or said.condition == SENT:
        return False
    treaty = data.record.treaties.get(said.treaty)
    # Under conventions such as UNTOC (art. 18(13), (14)), a statement without measures is on legal assistance only.
    is_general = not said.measures and MEASURES[question.measure].family in OUTSIDE_GENERAL_SHEET
    return not (is_general and treaty is not None and treaty.relations_of("subsidiary"))


def _is_in_effect(treaty: str, article: str, question: AtlasQuestion, roles: TreatyRoles, data: AnswerData) -> bool:
    return not is_reserved(treaty, article, question, data.record) and not _is_replaced(
        treaty, article, question, roles, data
    )


def _is_replaced(treaty: str, article: str, question: AtlasQuestion, roles: TreatyRoles, data: AnswerData) -> bool:
    amending = (key for key in roles.usable if key not in roles.if_bound)
    clauses = ((key, clause) for key in amending for clause in data.record.treaties[key].relations_of("amends"))
    return any(
        clause.other == treaty
        and clause.replaces(article)
        and not is_reserved(key, clause.article, question, data.record)
        for key, clause in clauses
    )


def _read_articles(floor: Sequence[FloorRule]) -> dict[str, str]:
    found: dict[str, set[str]] = {}
    for rule in floor:
        if rule.names_measure and rule.article and rule.source.is_supported:
            found.setdefault(rule.treaty.key, set()).add(rule.article)
    in_order = {treaty: sorted(articles, key=lambda one: (numbers(one), one)) for treaty, articles in found.items()}
    return {treaty: PARTS.join(articles) for treaty, articles in in_order.items()}


def _advised(
    found: AtlasAnswer, institutions: Sequence[Institution], floor: Sequence[FloorRule], data: AnswerData
) -> AtlasAnswer:
    usable = [basis.treaty for basis in found.usable]
    silent = [key for key, treaty in data.record.treaties.items() if treaty.is_read]
    told = list(
        find_warnings(
            found.usable,
            found.routes,
            found.addressees,
            found.channels,
            found.languages,
            found.content,
            silent=silent,
            read=_read_articles(floor),
            has_request=MEASURES[found.question.measure].family != INFORMATION,
        )
    )
    is_severed = has_no_relations(found.question, data.record)
    ways = next_ways(usable, found.routes, institutions, found.addressees, found.desk, is_severed=is_severed)
    if names_territory(data.territories, found.question):
        told = [AnswerWarning("territory"), *told]
    return replace(found, warnings=tuple(told), next_ways=tuple(ways))
