"""A question on its page, with its possible answers, and the list of what has been answered."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from babel.dates import format_date
from flask_babel import gettext as _

from directory import clock, i18n
from directory.access.viewer import Viewer
from directory.atlas.asking import FIRST_DAY, LAST_DAY, MOST_YEARS, NO, YES, Arguments
from directory.atlas.question import Question
from directory.atlas.steps import STEPS, Next, Step
from directory.jurisdictions.queries import list_codes
from directory.treaties.queries import list_home_states
from directory.vocabulary import MEASURE_FAMILIES, MEASURES, OFFENCES, STAGES
from directory.vocabulary.terms import Measure, Term

BOTH, SEARCH, ASK = "both", "q", "ask"
CARRIED = (*STEPS, BOTH)
LONGEST_CHARACTERS = 100
Address = Mapping[str, str]


@dataclass(frozen=True)
class Option:
    """One answer with the address that gives it."""

    value: str
    label: str
    address: Address
    note: str = ""


@dataclass(frozen=True)
class OptionGroup:
    """Answers under one heading, which may be empty."""

    label: str
    options: tuple[Option, ...]


@dataclass(frozen=True)
class Answered:
    """One answer that was given, in words, and the address that asks for it anew; empty words: nothing was said."""

    label: str
    words: str
    address: Address


@dataclass(frozen=True)
class AskedPage:
    """One question. `groups` are answers to follow, `choices` those of a list; `kept` is what its form sends along.

    `typed` is what was written or chosen before, `searched` what measures were searched by.
    """

    step: Step
    error: str
    groups: tuple[OptionGroup, ...]
    choices: tuple[Option, ...]
    kept: Address
    typed: str
    searched: str
    answered: tuple[Answered, ...]
    limits: tuple[object, object] = ("", "")


def page(viewer: Viewer, asked: Next, arguments: Arguments, language: str) -> AskedPage:
    """Return the page of a question."""
    step, given = STEPS[asked.name], carried(arguments)
    kept = {name: value for name, value in given.items() if name != step.code} | ({ASK: asked.ask} if asked.ask else {})
    typed, searched = arguments.get(step.code, "").strip(), arguments.get(SEARCH, "").strip()
    if step.code == "from" and not typed:
        typed = viewer.jurisdiction
    return AskedPage(
        step=step,
        error=str(step.wrong) if asked.is_wrong else "",
        groups=tuple(_groups(step, kept, searched[:LONGEST_CHARACTERS], language)),
        choices=tuple(state_options(language, kept.get("from", ""))) if step.kind == "state" else (),
        kept=kept,
        typed=typed[:LONGEST_CHARACTERS],
        searched=searched[:LONGEST_CHARACTERS],
        answered=tuple(_given(kept, language)),
        limits={"number": (0, MOST_YEARS), "day": (FIRST_DAY, LAST_DAY)}.get(step.kind, ("", "")),
    )


def carried(arguments: Arguments) -> dict[str, str]:
    """Return what an address says of a question, in order; an answer "not known" stands there as an empty one."""
    return {name: arguments[name].strip()[:LONGEST_CHARACTERS] for name in CARRIED if name in arguments}


def address_of(arguments: Arguments) -> dict[str, str]:
    """Return the shortest address of the same answer."""
    return {name: value for name, value in carried(arguments).items() if value}


def answered(question: Question, arguments: Arguments, also: Iterable[str], language: str) -> list[Answered]:
    """Return all that was answered, and those of `also` that were not; each can be changed."""
    given = address_of(arguments)
    names = {*given, "on", "urgent", "stage", *also}
    words = {"on": _day(question, language)}
    return [
        Answered(str(step.label), words.get(name) or _words(name, given.get(name, ""), language), given | {ASK: name})
        for name, step in STEPS.items()
        if name in names
    ]


def _given(kept: Address, language: str) -> Iterator[Answered]:
    """Yield what has been answered so far; what is wrong too, which is asked next."""
    for name, value in kept.items():
        if name in STEPS and value:
            asking = {**kept, ASK: name}
            yield Answered(str(STEPS[name].label), _words(name, value, language), asking)


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


def _day(question: Question, language: str) -> str:
    day = format_date(question.on, format="long", locale=i18n.date_locale(language))
    return str(_("today, %(day)s", day=day)) if question.on == clock.today() else day


def _groups(step: Step, kept: Address, searched: str, language: str) -> Iterator[OptionGroup]:
    if step.kind == "measure":
        yield from _measures(kept, searched)
    elif step.kind == "state":
        home = [code for code in list_home_states() if code != kept.get("from")]
        named = (Option(code, i18n.territory_name(code, language), {**kept, step.code: code}) for code in home)
        yield OptionGroup("", tuple(i18n.sorted_by_name(named, lambda one: one.label)))
    elif step.kind == "choice":
        yield OptionGroup("", tuple(_terms(_choices(step.code), step.code, kept)))


def _choices(name: str) -> list[tuple[str, object, str]]:
    if name == "offence":
        return [(one.code, one.label, one.source) for one in OFFENCES.values()]
    if name == "stage":
        return [*((one.code, one.label, "") for one in STAGES.values()), ("", _("Not known, or several"), "")]
    if name == "urgent":
        return [(YES, _("Yes, it is urgent"), ""), (NO, _("No"), "")]
    return [(YES, _("Yes"), ""), (NO, _("No"), ""), ("", _("Not known"), "")]


def _terms(rows: Iterable[tuple[str, object, str]], name: str, kept: Address) -> Iterator[Option]:
    for code, label, source in rows:
        yield Option(code, str(label), {**kept, name: code}, source)


def _measures(kept: Address, searched: str) -> Iterator[OptionGroup]:
    found = [one for one in MEASURES.values() if is_called(one, searched)]
    for family in MEASURE_FAMILIES.values():
        rows = [(one.code, one.label, one.source) for one in found if one.family == family.code]
        if rows:
            yield OptionGroup(str(family.label), tuple(_terms(rows, "measure", kept)))


def is_called(measure: Measure, searched: str) -> bool:
    """Return whether a measure goes by these words: its name in any language, its other names, its article."""
    return all(word in _names(measure.code) for word in i18n.plain(searched).split())


@cache
def _names(code: str) -> str:
    measure: Term = MEASURES[code]
    family = MEASURE_FAMILIES[MEASURES[code].family]
    labels = (*i18n.in_every_language(lambda: measure.label), *i18n.in_every_language(lambda: family.label))
    return i18n.plain(" ".join((*labels, *measure.also, measure.source, code.replace("_", " "))))


def state_options(language: str, but: str = "") -> list[Option]:
    """Return all States by name, for a list to choose from; all but one."""
    return [one for one in _by_name(list_codes(), language) if one.value != but]


@lru_cache(maxsize=len(i18n.LANGUAGES))
def _by_name(codes: tuple[str, ...], language: str) -> list[Option]:
    named = (Option(code, i18n.territory_name(code, language), {}) for code in codes)
    return i18n.sorted_by_name(named, lambda one: one.label)
