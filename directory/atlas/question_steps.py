"""The questions on the pages of the atlas: their names, and the choice of the next question."""

from collections.abc import Callable, Collection, Iterable
from dataclasses import dataclass, replace
from typing import Any

from flask_babel import lazy_gettext as _l

from directory.atlas.answer_data import AnswerData
from directory.atlas.basis_ranking import rank_bases
from directory.atlas.coverage import CARRYING
from directory.atlas.institutions import addressees
from directory.atlas.legal_basis import LegalBasis
from directory.atlas.question import AtlasQuestion
from directory.atlas.question_arguments import Arguments, list_wrong
from directory.vocabulary import CONDITIONS
from directory.vocabulary.terms import Term, Vocabulary

NEEDED = ("from", "to", "measure", "offence")
FURTHER = ("penalty", "transnational", "organized", "stage", "urgent")
# The value of `ask` for all optional questions that can change the answer and were not asked yet.
REST = "rest"
OPEN_CONDITIONS = ("condition_open", "condition_presumed")
ASKED_BY = {
    "has_four_years": "penalty",
    "has_one_year": "penalty",
    "is_transnational": "transnational",
    "is_organized": "organized",
}


@dataclass(frozen=True)
class QuestionStep(Term):
    """One question that the atlas asks. `code` is its query parameter, and `wrong` the error for an unusable answer."""

    # The way to answer: `state`, `measure`, `choice`, `number`, `text` or `day`.
    kind: str = "choice"
    question: Any = ""
    hint: Any = ""
    wrong: Any = ""
    # Another query parameter that the same page asks for, or empty.
    beside: str = ""


_CHOOSE = _l("This answer is not in the list: choose one.")

STEPS = Vocabulary(
    QuestionStep(
        "from",
        _l("Requesting State"),
        kind="state",
        question=_l("Which State asks?"),
        hint=_l("The State whose prosecutor or court needs assistance."),
        wrong=_l("This directory knows no such State: choose one."),
    ),
    QuestionStep(
        "to",
        _l("Requested State"),
        kind="state",
        question=_l("Which State is asked?"),
        hint=_l("The State where the evidence, the person or the property is."),
        wrong=_l("Choose a State that this directory knows, and another than the one that asks."),
    ),
    QuestionStep(
        "measure",
        _l("What is needed"),
        kind="measure",
        question=_l("What is needed?"),
        hint=_l("Several may go into one request; ask for each of them here."),
        wrong=_l("This measure is not in the list: choose one."),
    ),
    QuestionStep("offence", _l("Offence"), question=_l("What is the case about?"), wrong=_CHOOSE),
    QuestionStep(
        "article",
        _l("Article of the law"),
        kind="text",
        question=_l("Which article of your law?"),
        hint=_l("The article is written in the request and does not change this answer: the field may stay empty."),
        wrong=_l("Choose a law of the list, and write at most 120 characters."),
        beside="law",
    ),
    QuestionStep(
        "penalty",
        _l("Maximum penalty"),
        kind="number",
        question=_l("What is the maximum penalty, in years?"),
        hint=_l(
            "The maximum penalty decides whether the offence is a serious crime: four years or more (UNTOC, art. 2(b))."
        ),
        wrong=_l("Write whole years, from 0 to 100."),
    ),
    QuestionStep(
        "transnational",
        _l("Transnational"),
        question=_l("Is the offence transnational?"),
        hint=_l("Committed, prepared, directed or with effects in more than one State (UNTOC, art. 3(2))."),
        wrong=_CHOOSE,
    ),
    QuestionStep(
        "organized",
        _l("Organized criminal group"),
        question=_l("Does an organized criminal group take part?"),
        hint=_l("Three or more persons who act together for some time and for gain (UNTOC, art. 2(a))."),
        wrong=_CHOOSE,
    ),
    QuestionStep(
        "stage",
        _l("Stage"),
        question=_l("At which stage is the case?"),
        hint=_l("In the requested State it decides which authority is competent."),
        wrong=_CHOOSE,
    ),
    QuestionStep(
        "urgent",
        _l("Urgent"),
        question=_l("Is the request urgent?"),
        hint=_l("If the request is urgent, give the reason in it: urgency opens faster channels."),
        wrong=_CHOOSE,
    ),
    QuestionStep(
        "on",
        _l("Treaties in force on"),
        kind="day",
        question=_l("On which day?"),
        hint=_l("Today, unless you look back. Authorities, channels and requirements are always those of today."),
        wrong=_l("Write a day from 1945 to 2100 as year, month, day: 2026-11-25."),
    ),
)


@dataclass(frozen=True)
class NextQuestion:
    """The next question that the atlas asks. `name` is empty if all questions are answered."""

    name: str = ""
    # Whether the question has an unusable answer.
    is_wrong: bool = False
    # The value to send in the query parameter `ask` together with the answer, or empty.
    ask: str = ""


def next_step(arguments: Arguments, list_deciding: Callable[[], Collection[str]]) -> NextQuestion:
    """Return the question to ask next: the first required question without a usable answer, then the first other
    question whose answer cannot be used.

    If there is no such question, the query parameter `ask` names the question. The value REST of `ask` stands for the
    next unanswered question in the result of `list_deciding`: an optional question that can change the answer.
    """
    wrong, asked = list(map(_step_of, list_wrong(arguments))), arguments.get("ask", "")
    needed = next((name for name in NEEDED if name in wrong or not arguments.get(name, "").strip()), "")
    name = needed or next(iter(wrong), "")
    if name:
        return NextQuestion(name, name in wrong or name in arguments, REST if needed or asked == REST else "")
    if asked in STEPS:
        return NextQuestion(asked)
    if asked == REST:
        deciding = list_deciding()
        open_names = (name for name in FURTHER if name not in arguments and name in deciding)
        return NextQuestion(next(open_names, ""), ask=REST)
    return NextQuestion()


def list_deciding(question: AtlasQuestion, data: AnswerData) -> set[str]:
    """Return the names of the optional questions that can change the answer. The question of urgency is always among
    them."""
    carrying = [basis for basis in rank_bases(question, data.record) if basis.use in CARRYING]
    is_firm = any(one.use == "basis" and one.is_supported for one in carrying)
    found = {"urgent"} if is_firm else {"urgent"} | open_offence_questions(carrying)
    return found | ({"stage"} if decides_stage(question, data) else set())


def decides_stage(question: AtlasQuestion, data: AnswerData) -> bool:
    """Return whether the stage of the case can change the authority to address."""
    institutions = data.institutions.get(question.requested, ())
    candidates = addressees(replace(question, stage=""), institutions, (), ())
    return any(one.institution.stages for one in candidates)


def _step_of(argument: str) -> str:
    return next(step.code for step in STEPS.values() if argument in (step.code, step.beside))


def open_offence_questions(bases: Iterable[LegalBasis]) -> set[str]:
    """Return the names of the questions on the offence that would decide an open or presumed condition."""
    conditions = (why.condition for basis in bases for why in basis.reasons if why.code in OPEN_CONDITIONS)
    return {ASKED_BY[test] for code in conditions for test in CONDITIONS[code].tests}
