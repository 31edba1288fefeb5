"""Values for the list of measures and the page of one measure."""

from collections import Counter
from dataclasses import dataclass

from directory import collation
from directory.access.facts import Link, state_link
from directory.access.gate import read_values
from directory.access.viewer import Viewer
from directory.requirements.floor import FloorRule, rules_of_measure
from directory.requirements.presenters import Sheet, sheets
from directory.requirements.queries import list_sheets, list_sheets_of_measures
from directory.treaties.citations import Titles, citation, cited_titles
from directory.vocabulary import MEASURES


@dataclass(frozen=True)
class MeasureLine:
    """A measure in a list.

    `source` is the treaty article that names the measure. `states` is the number of States that have a requirement
    sheet for the measure.
    """

    code: str
    label: str
    source: str
    states: int


@dataclass(frozen=True)
class StateSheet:
    """The requirement sheet of one State for the measure."""

    state: Link
    sheet: Sheet


@dataclass(frozen=True)
class MeasurePage:
    """One measure, with the requirement sheets of States.

    `floor` holds each treaty paragraph that names the measure, or the group (family) to which the measure belongs.
    """

    line: MeasureLine
    sheets: list[StateSheet]
    floor: list[FloorRule]


def measure_lines(viewer: Viewer, language: str) -> list[MeasureLine]:
    """Return a line for each measure, in the order of the vocabulary."""
    states = Counter(sheet.value("measure") for sheet in read_values(viewer, list_sheets_of_measures()))
    titles = cited_titles(viewer, language)
    return [_line(code, states[code], titles) for code in MEASURES]


def page(viewer: Viewer, measure: str, language: str) -> MeasurePage:
    """Return the page of a measure. Its requirement sheets are sorted by the name of the State."""
    made = sheets(viewer, list_sheets(measure=measure), language)
    lines = [StateSheet(state_link(s.state, language), s) for s in made if s.state]
    by_name = collation.sorted_by_name(lines, lambda line: line.state.text.text)
    line = _line(measure, len(made), cited_titles(viewer, language))
    return MeasurePage(line, by_name, rules_of_measure(viewer, measure, language))


def _line(code: str, states: int, titles: Titles) -> MeasureLine:
    term = MEASURES[code]
    return MeasureLine(code, str(term.label), citation(term.source, titles), states)
