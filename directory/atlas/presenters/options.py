"""The possible answers to a question of the atlas, as links and as options of a list."""

from collections.abc import Iterable, Iterator, Mapping
from dataclasses import dataclass
from functools import cache, lru_cache

from flask_babel import gettext as _

from directory import collation, i18n
from directory.access.viewer import Viewer
from directory.atlas.question_arguments import NO, YES
from directory.atlas.question_steps import QuestionStep
from directory.jurisdictions.queries import list_codes
from directory.legislation.presenters import law_lines
from directory.legislation.queries import list_legislation
from directory.treaties.citations import Titles, citation, cited_titles
from directory.treaties.queries import list_home_states
from directory.vocabulary import MEASURE_FAMILIES, MEASURES, OFFENCES, STAGES
from directory.vocabulary.terms import Measure, Term

Address = Mapping[str, str]


@dataclass(frozen=True)
class AnswerOption:
    """One possible answer to a question of the atlas. `address` contains the query parameters that give this answer."""

    value: str
    label: str
    address: Address
    # Cites the source for the answer, such as the article that defines an offence, or is empty.
    note: str = ""


@dataclass(frozen=True)
class OptionGroup:
    """Possible answers to a question of the atlas, under one heading; `label` may be empty."""

    label: str
    options: tuple[AnswerOption, ...]


def groups(viewer: Viewer, step: QuestionStep, kept: Address, searched: str, language: str) -> Iterator[OptionGroup]:
    """Yield the answers that the page shows as links, under headings. Each link also contains the query parameters
    `kept`.

    Measures must match all words in `searched`. States are offered only if they belong to the network HOME_NETWORK.
    """
    if step.kind == "measure":
        yield from _measures(kept, searched, cited_titles(viewer, language))
    elif step.kind == "state":
        home = [code for code in list_home_states() if code != kept.get("from")]
        named = (AnswerOption(code, i18n.territory_name(code, language), {**kept, step.code: code}) for code in home)
        yield OptionGroup("", tuple(collation.sorted_by_name(named, lambda one: one.label)))
    elif step.kind == "choice":
        yield OptionGroup("", tuple(_terms(_choices(step.code), step.code, kept, cited_titles(viewer, language))))


def _choices(name: str) -> list[tuple[str, object, str]]:
    if name == "offence":
        return [(one.code, one.label, one.source) for one in OFFENCES.values()]
    if name == "stage":
        return [*((one.code, one.label, "") for one in STAGES.values()), ("", _("Not known, or several"), "")]
    if name == "urgent":
        return [(YES, _("Yes, it is urgent"), ""), (NO, _("No"), "")]
    return [(YES, _("Yes"), ""), (NO, _("No"), ""), ("", _("Not known"), "")]


def _terms(rows: Iterable[tuple[str, object, str]], name: str, kept: Address, titles: Titles) -> Iterator[AnswerOption]:
    for code, label, source in rows:
        yield AnswerOption(code, str(label), {**kept, name: code}, citation(source, titles))


def _measures(kept: Address, searched: str, titles: Titles) -> Iterator[OptionGroup]:
    found = [one for one in MEASURES.values() if is_called(one, searched)]
    for family in MEASURE_FAMILIES.values():
        rows = [(one.code, one.label, one.source) for one in found if one.family == family.code]
        if rows:
            yield OptionGroup(str(family.label), tuple(_terms(rows, "measure", kept, titles)))


def is_called(measure: Measure, searched: str) -> bool:
    """Return whether a measure matches all searched words, by its names in any language, its family or its article."""
    return all(word in _names(measure.code) for word in i18n.without_case_and_accents(searched).split())


@cache
def _names(code: str) -> str:
    measure: Term = MEASURES[code]
    family = MEASURE_FAMILIES[MEASURES[code].family]
    labels = (*i18n.in_every_language(lambda: measure.label), *i18n.in_every_language(lambda: family.label))
    return i18n.without_case_and_accents(" ".join((*labels, *measure.also, measure.source, code.replace("_", " "))))


def state_options(language: str, but: str = "") -> list[AnswerOption]:
    """Return all States except the State `but`, sorted by name."""
    return [one for one in _by_name(list_codes(), language) if one.value != but]


@lru_cache(maxsize=len(i18n.LANGUAGES))
def _by_name(codes: tuple[str, ...], language: str) -> list[AnswerOption]:
    named = (AnswerOption(code, i18n.territory_name(code, language), {}) for code in codes)
    return collation.sorted_by_name(named, lambda one: one.label)


def listed_beside(viewer: Viewer, step: QuestionStep, kept: Address, language: str) -> list[AnswerOption]:
    """Return the options of the list on a question's page.

    If the question asks for a State, the options are the States except the requesting State. If the question has a
    field for a law, the options are laws. For any other question, there are no options.
    """
    if step.kind == "state":
        return state_options(language, kept.get("from", ""))
    return laws(viewer, kept, language) if step.beside == "law" else []


def laws(viewer: Viewer, given: Address, language: str) -> list[AnswerOption]:
    """Return the laws of the requesting State in the library, sorted by name.

    The list is empty if the query parameters `given` name no requesting State.
    """
    found = law_lines(viewer, list_legislation(given["from"]) if given.get("from") else (), language)
    return collation.sorted_by_name(
        [AnswerOption(law.link.key, law.link.text.text, {}) for law in found], lambda one: one.label
    )
