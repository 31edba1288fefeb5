"""The page of a question, with its possible answers and the answers given before."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass

from flask_babel import gettext as _

from directory import clock, dates, i18n
from directory.access.facts import Link, state_link
from directory.access.viewer import Viewer
from directory.atlas.presenters import options
from directory.atlas.question import AtlasQuestion
from directory.atlas.question_arguments import (
    FIRST_DAY,
    LAST_DAY,
    LONGEST_ARTICLE_CHARACTERS,
    MOST_YEARS,
    NO,
    READERS,
    YES,
    Arguments,
)
from directory.atlas.question_steps import NEEDED, STEPS, NextQuestion, QuestionStep
from directory.focal_points.first_contacts import OfficeCall
from directory.focal_points.state_contacts import first_calls
from directory.i18n import isolated, side_by_side
from directory.vocabulary import MEASURES, OFFENCES, STAGES
from directory.vocabulary.terms import Term

BOTH, SEARCH, ASK = "both", "q", "ask"
CARRIED = (*READERS, BOTH)
LONGEST_CHARACTERS = LONGEST_ARTICLE_CHARACTERS
LIMITS = {"number": (0, MOST_YEARS), "day": (FIRST_DAY, LAST_DAY), "text": (0, LONGEST_ARTICLE_CHARACTERS)}
Address = Mapping[str, str]


@dataclass(frozen=True)
class AnsweredQuestion:
    """A question with its answer in words; `words` is empty if the question is unanswered. `address` contains the query
    parameters that ask the question again."""

    label: str
    words: str
    address: Address


@dataclass(frozen=True)
class QuestionPage:
    """The page of one question of the atlas. If the earlier answer cannot be used, `error` is a sentence; otherwise
    `error` is empty."""

    step: QuestionStep
    error: str
    # Answers as links.
    groups: tuple[options.OptionGroup, ...]
    # The options of a list.
    choices: tuple[options.AnswerOption, ...]
    # The query parameters that the form sends along.
    kept: Address
    # The requested State, and the contact to try first there. Empty while the State is not known.
    requested: Link | None
    calls: tuple[OfficeCall, ...]
    # The earlier answer or, for the requesting State, the viewer's own State.
    typed: str
    # The earlier choice in the list.
    chosen: str
    searched: str
    answered: tuple[AnsweredQuestion, ...]
    # The query parameters that lead back to the answer of the atlas. Empty if a needed answer is missing or wrong.
    unchanged: Address
    # The least and the greatest answer that the field accepts, or two empty texts.
    limits: tuple[object, object] = ("", "")


def page(viewer: Viewer, asked: NextQuestion, arguments: Arguments, language: str) -> QuestionPage:
    """Return the page of the question `asked`, which is the result of `next_step`."""
    step, given = STEPS[asked.name], carried(arguments)
    requested = given.get("to", "") if step.code != "to" else ""
    calls = first_calls(viewer, [requested], language).get(requested, [])
    own, going_on = (step.code, step.beside), {ASK: asked.ask} if asked.ask else {}
    kept = {name: value for name, value in given.items() if name not in own} | going_on
    typed, searched = arguments.get(step.code, "").strip(), arguments.get(SEARCH, "").strip()
    if step.code == "from" and not typed:
        typed = viewer.jurisdiction
    return QuestionPage(
        step=step,
        error=str(step.wrong) if asked.is_wrong else "",
        groups=tuple(options.groups(viewer, step, kept, searched[:LONGEST_CHARACTERS], language)),
        choices=tuple(options.listed_beside(viewer, step, kept, language)),
        kept=kept,
        requested=state_link(requested, language) if calls else None,
        calls=tuple(calls),
        typed=typed,
        chosen=arguments.get(step.beside, ""),
        searched=searched[:LONGEST_CHARACTERS],
        answered=tuple(_given(viewer, kept, language)),
        unchanged={} if asked.is_wrong or not all(given.get(name) for name in NEEDED) else address_of(arguments),
        limits=LIMITS.get(step.kind, ("", "")),
    )


def carried(arguments: Arguments) -> dict[str, str]:
    """Return the query parameters that belong to a question, in the order of CARRIED. An empty value means "not
    known"."""
    return {name: arguments[name].strip()[:LONGEST_CHARACTERS] for name in CARRIED if name in arguments}


def address_of(arguments: Arguments) -> dict[str, str]:
    """Return the query parameters of the shortest address that leads to the same answer."""
    return {name: value for name, value in carried(arguments).items() if value}


def pair(question: AtlasQuestion, language: str) -> str:
    """Return the names of both States, with an arrow from the requesting State to the requested State."""
    names = (isolated(i18n.territory_name(code, language)) for code in (question.requesting, question.requested))
    return str(_("%(requesting)s → %(requested)s", requesting=next(names), requested=next(names)))


def subject(question: AtlasQuestion, given: Address, language: str) -> str:
    """Return the offence in words. An urgent question also has the word "urgent". If the day is not today, it is added
    too."""
    words = [_words("offence", given.get("offence", question.offence.kind), language)]
    words += [str(_("urgent"))] if question.is_urgent else []
    return side_by_side(words + ([_day(question, language)] if question.on != clock.today() else []))


def answered(
    viewer: Viewer, question: AtlasQuestion, arguments: Arguments, also: Iterable[str], language: str
) -> list[AnsweredQuestion]:
    """Return all questions that have an answer, in the order of the questions.

    The day, the urgency, the article and the questions in `also` are listed even without an answer.
    """
    given = address_of(arguments)
    names = {*given, "on", "urgent", "article", *also}
    words = {"on": _day(question, language), "article": _article(viewer, given, language)}
    return [
        AnsweredQuestion(
            str(step.label), words.get(name) or _words(name, given.get(name, ""), language), given | {ASK: name}
        )
        for name, step in STEPS.items()
        if name in names
    ]


def _given(viewer: Viewer, kept: Address, language: str) -> Iterator[AnsweredQuestion]:
    for name, step in STEPS.items():
        value = _article(viewer, kept, language) if name == "article" else kept.get(name, "")
        if value:
            yield AnsweredQuestion(str(step.label), _words(name, value, language), {**kept, ASK: name})


def _article(viewer: Viewer, given: Address, language: str) -> str:
    laws = options.laws(viewer, given, language) if given.get("law") else []
    law = next((one.label for one in laws if one.value == given["law"]), "")
    return side_by_side(filter(None, (law, given.get("article", ""))))


def _words(name: str, value: str, language: str) -> str:
    known: Mapping[str, Mapping[str, Term]] = {"measure": MEASURES, "offence": OFFENCES, "stage": STAGES}
    if value in known.get(name, ()):
        return str(known[name][value].label)
    if STEPS[name].kind == "state" and value:
        return i18n.territory_name(value, language)
    if name in ("transnational", "organized", "urgent"):
        return {YES: str(_("Yes")), NO: str(_("No"))}.get(value, value)
    if name == "penalty" and value.isdigit():
        return str(_("%(years)s years", years=value))
    return value


def _day(question: AtlasQuestion, language: str) -> str:
    day = dates.long_day(question.on, language)
    return str(_("today, %(day)s", day=day)) if question.on == clock.today() else day
