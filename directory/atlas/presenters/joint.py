"""The page of a joint investigation: its legal bases, the offices to ask in each State, and the points to settle."""

from collections.abc import Sequence
from dataclasses import dataclass

from directory import clock
from directory.access.facts import Link, SourceNote, state_link
from directory.access.viewer import Viewer
from directory.atlas.answer_data import AnswerData, load_answer_data
from directory.atlas.institutions import Addressee
from directory.atlas.joint_answer import JointAnswer, JointParticipant, StatePair, is_named, joint_answer
from directory.atlas.joint_question import MEASURE, question_of
from directory.atlas.legal_basis import LegalBasis
from directory.atlas.presenters.joint_form import JointForm, joint_form
from directory.atlas.presenters.lines import BasisLine, basis_line, rule_lines
from directory.atlas.presenters.question_page import Address
from directory.atlas.question import AtlasQuestion
from directory.atlas.question_arguments import Arguments
from directory.focal_points.availability import DeskAvailability
from directory.requirements.rules import RuleLine
from directory.treaties.citations import citation
from directory.vocabulary import JOINT_OUTCOMES, JOINT_WAYS, NEXT_WAYS, ON_SOURCES, JointPoint

# Uses of treaties that bind all of the States but do not carry a joint investigation.
IN_FORCE = ("replaced", "channel_only", "not_covering", "not_declared", "not_assessed")


@dataclass(frozen=True)
class SigningLine:
    """An authority that may sign the agreement on a joint investigation."""

    authority: Link
    # False if the authority is named only for assistance in general.
    is_named: bool
    # The usable treaty under which the authority is designated.
    under: Link | None
    source: SourceNote


@dataclass(frozen=True)
class JointStateLine:
    """What the answer says on one State of a joint investigation, in words (see `JointParticipant`)."""

    state: Link
    is_named: bool
    signing: tuple[SigningLine, ...]
    approvals: tuple[RuleLine, ...]
    routes: tuple[RuleLine, ...]
    desk: DeskAvailability | None
    next_ways: tuple[str, ...]


@dataclass(frozen=True)
class StatePairLine:
    """Two States of the question, with the treaties that are usable between them but not among all States."""

    states: tuple[Link, Link]
    bases: tuple[BasisLine, ...]


@dataclass(frozen=True)
class PointLine:
    """One point that the agreement has to settle. `source` is empty if only practice names the point."""

    label: str
    question: str
    source: str


@dataclass(frozen=True)
class JointResult:
    """Whether States can form a joint investigation, and by which treaties. `outcome` is a code of JOINT_OUTCOMES."""

    outcome: str
    outcome_words: str
    usable: tuple[BasisLine, ...]
    # Treaties that would cover the investigation, but do not bind all of these States.
    loose: tuple[BasisLine, ...]
    # Treaties that bind all of these States, but do not cover the investigation.
    others: tuple[BasisLine, ...]
    pairs: tuple[StatePairLine, ...]
    # The possible next steps in words, the nearest first.
    ways: tuple[str, ...]
    states: tuple[JointStateLine, ...]
    points: tuple[PointLine, ...]
    # A note on the sources of `points`.
    on_sources: str
    # The query parameters that fill in a new draft from the answer.
    draft: Address
    # Whether the answer is for another day than today.
    is_past: bool


@dataclass(frozen=True)
class JointPage:
    """The form and the answer. `found` is None until the form names two States and has no faults."""

    form: JointForm
    found: JointResult | None


def page(viewer: Viewer, codes: Sequence[str], arguments: Arguments, language: str) -> JointPage:
    """Return the page for the States with these codes."""
    form = joint_form(codes, arguments, language)
    if not form.is_answerable:
        return JointPage(form, None)
    question = question_of(codes, arguments)
    data = load_answer_data(viewer, set(question.states), language)
    answer = joint_answer(question, data, viewer, language)
    return JointPage(form, _found(answer, data, _draft(viewer, answer, form), language))


def _found(answer: JointAnswer, data: AnswerData, draft: Address, language: str) -> JointResult:
    bases = answer.bases[len(answer.usable) :]
    loose = [one for one in bases if one.use not in IN_FORCE]
    others = [one for one in bases if one.use in IN_FORCE]
    return JointResult(
        outcome=answer.outcome,
        outcome_words=str(JOINT_OUTCOMES.label(answer.outcome)),
        usable=_bases(answer.usable, answer.question, data, language),
        loose=_bases(loose, answer.question, data, language),
        others=_bases(others, answer.question, data, language),
        pairs=tuple(_pair(one, answer.question, data, language) for one in answer.pairs),
        ways=tuple(str(JOINT_WAYS.label(code)) for code in answer.ways),
        states=tuple(_state(one, data, language) for one in answer.parts),
        points=tuple(_point(one, data) for one in answer.points),
        on_sources=str(ON_SOURCES),
        draft=draft,
        is_past=answer.question.on != clock.today(),
    )


def _bases(
    bases: Sequence[LegalBasis], question: AtlasQuestion, data: AnswerData, language: str
) -> tuple[BasisLine, ...]:
    return tuple(basis_line(one, question, (), data, language) for one in bases)


def _pair(pair: StatePair, question: AtlasQuestion, data: AnswerData, language: str) -> StatePairLine:
    one, other = pair.states
    bases = _bases(pair.bases, question, data, language)
    return StatePairLine((state_link(one, language), state_link(other, language)), bases)


def _state(part: JointParticipant, data: AnswerData, language: str) -> JointStateLine:
    return JointStateLine(
        state=state_link(part.state, language),
        is_named=part.is_named,
        signing=tuple(_signing(one, data) for one in part.signing),
        approvals=rule_lines(part.approvals, data.titles, language),
        routes=rule_lines(part.routes, data.titles, language),
        desk=part.desk,
        next_ways=tuple(str(NEXT_WAYS.label(code)) for code in part.next_ways),
    )


def _signing(one: Addressee, data: AnswerData) -> SigningLine:
    under = data.titles.get(one.under)
    return SigningLine(one.institution.link, is_named(one), under, one.source)


def _point(one: JointPoint, data: AnswerData) -> PointLine:
    return PointLine(str(one.label), str(one.question), citation(one.source, data.titles))


def _draft(viewer: Viewer, answer: JointAnswer, form: JointForm) -> Address:
    states = answer.question.states
    own = viewer.jurisdiction if viewer.jurisdiction in states else states[0]
    first, *others = (one for one in states if one != own)
    further = {name: value for name, value in form.address.items() if name != "with"}
    return {"from": own, "to": first, "also": others, "measure": MEASURE, **further}
