"""The way of a request within a State: the offices to which it is passed, one after the other."""

from collections.abc import Collection, Iterable, Sequence
from dataclasses import dataclass

from flask_babel import gettext as _

from directory.access.facts import Link, Text
from directory.access.gate import read_all, read_values
from directory.access.viewer import Viewer
from directory.i18n import isolated
from directory.requirements.presenters import Sheet
from directory.requirements.queries import list_rules_on
from directory.requirements.rules import RuleLine, read_bases, rule_line
from directory.vocabulary import ROUTE, covers

# Codes of RULE_CONDITIONS.
NO_TREATY, SENT = "no_treaty", "sent"


@dataclass(frozen=True)
class Route:
    """The steps for one measure, or for all measures if `measure` is None. `scope` contains further limits, each in
    words."""

    measure: Link | None
    scope: tuple[str, ...]
    steps: tuple[RuleLine, ...]


@dataclass(frozen=True)
class RoutedRequest:
    """What decides by which offices a request passes: the States, the measure, and the treaties on which it may rest
    (their keys)."""

    requesting: str
    requested: str
    measure: str
    treaties: Collection[str] = ()


@dataclass(frozen=True)
class Way:
    """A route in one line: its offices in words, how many days it takes in all (None if the days of a step are not
    known), and why to doubt it, or ""."""

    words: str
    days: int | None
    doubt: str


def routes_of(sheets: Iterable[Sheet]) -> list[Route]:
    """Return the routes of requirement sheets, in the order of the sheets. Steps that are not valid today are left
    out."""
    found = []
    for sheet in sheets:
        by_scope: dict[tuple[str, ...], list[RuleLine]] = {}
        lines = (line for group in sheet.groups for line in group.rules if line.topic == ROUTE)
        for step in lines:
            if _is_valid(step):
                by_scope.setdefault(step.scope, []).append(step)
        found += [Route(_measure(sheet), scope, tuple(steps)) for scope, steps in by_scope.items()]
    return found


def steps_for(viewer: Viewer, request: RoutedRequest, language: str) -> list[RuleLine]:
    """Return the steps of a request within the State that received it, in their order. The sheet of the measure decides
    if it has such steps, else the general sheet."""
    rules = list_rules_on(ROUTE, request.requested)
    if not rules:
        return []
    sheets = {one.key: one.value("measure", "") for one in read_values(viewer, {rule.sheet for rule in rules})}
    readings = read_all(viewer, rules)
    bases = read_bases(viewer, readings, language)
    found: dict[str, list[RuleLine]] = {}
    for rule, reading in zip(rules, readings, strict=True):
        step = rule_line(reading, bases, language)
        if step is not None and _is_valid(step) and _is_for(step, request):
            found.setdefault(sheets[rule.sheet_key], []).append(step)
    return found.get(request.measure) or found.get("") or []


def step_words(step: RuleLine) -> str:
    """Return the name of a step: its office, or the kind of office, or its text."""
    if step.office:
        return step.office.text.text
    return step.office_kind.label if step.office_kind else str(step.text or "")


def way_along(steps: Sequence[RuleLine]) -> Way | None:
    """Return steps in one line, or None if there are none."""
    if not steps:
        return None
    words = isolated(step_words(steps[0]))
    for step in steps[1:]:
        words = str(_("%(offices)s, then %(office)s", offices=words, office=isolated(step_words(step))))
    days = [step.days for step in steps if step.days]
    doubts = (doubt for step in steps for doubt in (step.source.doubt, step.days_doubt))
    return Way(words, sum(days) if len(days) == len(steps) else None, next(filter(None, doubts), ""))


def _is_valid(step: RuleLine) -> bool:
    return step.is_current and not step.is_civil


def _is_for(step: RuleLine, request: RoutedRequest) -> bool:
    is_covered = not step.measures or covers(step.measures, request.measure)
    is_under_treaty = step.treaty is None or step.treaty.key in request.treaties
    is_open = step.condition != SENT and not (step.condition == NO_TREATY and request.treaties)
    return is_covered and is_under_treaty and is_open and step.towards in ("", request.requesting) and not step.phase


def _measure(sheet: Sheet) -> Link | None:
    return Link("measure", sheet.measure, Text(sheet.measure_label)) if sheet.measure else None
