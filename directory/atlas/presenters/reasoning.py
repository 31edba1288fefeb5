"""The page for lawyers: how the treaties of one answer were chosen and ordered, step by step."""

from collections.abc import Sequence
from dataclasses import dataclass

from flask_babel import lazy_gettext as _l

from directory.access.facts import Link, state_link
from directory.access.viewer import Viewer
from directory.atlas.answer_data import load_answer_data
from directory.atlas.basis_ranking import rank_bases
from directory.atlas.legal_basis import LegalBasis
from directory.atlas.presenters import question_page
from directory.atlas.question import AtlasQuestion
from directory.atlas.question_arguments import Arguments
from directory.atlas.reasons import Reason
from directory.atlas.sentences import reason_sentence
from directory.treaties.citations import Titles
from directory.vocabulary import BASIS_REASONS, BASIS_USES, MEASURES

# The steps in which an answer is found, as a mapping from code (`ReasonTerm.step`) to heading.
STEPS = {
    "force": _l("Does it bind both States on that day?"),
    "coverage": _l("Does it cover this measure for this offence?"),
    "relation": _l("How does it stand to other treaties?"),
    "order": _l("Why does it stand before the next one?"),
}


@dataclass(frozen=True)
class ReasoningStep:
    """One step of the reasoning on one treaty. If a step has no reasons, it did not influence the result."""

    label: str
    reasons: tuple[str, ...]


@dataclass(frozen=True)
class TreatyReasoning:
    """One treaty of the answer, with its steps and the result for the treaty."""

    treaty: Link
    use: str
    use_label: str
    is_leading: bool
    is_supported: bool
    steps: tuple[ReasoningStep, ...]


@dataclass(frozen=True)
class ReasoningPage:
    """All treaties of one answer, in the order of the answer. The usable treaties come first."""

    measure_label: str
    requesting: Link
    requested: Link
    answered: list[question_page.AnsweredQuestion]
    usable: tuple[TreatyReasoning, ...]
    others: tuple[TreatyReasoning, ...]
    address: question_page.Address


def page(viewer: Viewer, question: AtlasQuestion, arguments: Arguments, language: str) -> ReasoningPage:
    """Return the page on the treaties of the answer to a question, as far as the viewer may read them.

    `arguments` are the query parameters from which the question was read.
    """
    data = load_answer_data(viewer, set(question.states), language)
    bases = rank_bases(question, data.record)
    made = [_reasoning(one, data.titles, language) for one in bases]
    count = sum(one.is_usable for one in bases)
    return ReasoningPage(
        measure_label=str(MEASURES.label(question.measure)),
        requesting=state_link(question.requesting, language),
        requested=state_link(question.requested, language),
        answered=question_page.answered(viewer, question, arguments, set(), language),
        usable=tuple(made[:count]),
        others=tuple(made[count:]),
        address=question_page.address_of(arguments),
    )


def _reasoning(basis: LegalBasis, titles: Titles, language: str) -> TreatyReasoning:
    reasons = (*basis.reasons, *filter(None, [basis.order]))
    return TreatyReasoning(
        treaty=titles[basis.treaty],
        use=basis.use,
        use_label=str(BASIS_USES.label(basis.use)),
        is_leading=basis.is_leading,
        is_supported=basis.is_supported,
        steps=tuple(
            ReasoningStep(str(label), _sentences(reasons, step, titles, language)) for step, label in STEPS.items()
        ),
    )


def _sentences(reasons: Sequence[Reason], step: str, titles: Titles, language: str) -> tuple[str, ...]:
    return tuple(reason_sentence(one, titles, language) for one in reasons if BASIS_REASONS[one.code].step == step)
