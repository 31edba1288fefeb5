"""The standing of desks in words: the level for everyone; the rules for people of the desk and its coordinators."""

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from directory import clock
from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.focal_points.standings.queries import list_standings
from directory.focal_points.standings.rules import DAY, RULES, DeskStanding, MetPeriod, RuleResult
from directory.models import FocalPoint
from directory.vocabulary import STANDING_LEVELS, StandingLevel


@dataclass(frozen=True)
class StandingLine:
    """The level of a desk, for everyone, and the whole months in which it holds."""

    code: str
    label: str
    period: MetPeriod

    @property
    def is_tested(self) -> bool:
        """Whether the desk is tested or accredited. Lists of desks show only these two levels, since most desks are
        listed."""
        return self.code != StandingLevel.LISTED


@dataclass(frozen=True)
class StandingRuleLine:
    """One rule, with the level that needs it. `last_day` is the last day on which the rule is met, if it is known."""

    code: str
    label: str
    level_label: str
    is_met: bool
    last_day: date | None


@dataclass(frozen=True)
class StandingDetails:
    """The standing of a desk, as the people of the desk and its coordinators see it.

    - `period`: the days of the present level (see `DeskStanding.for_its_people`)
    - `next_label`: the level above, or empty
    - `missing`: the rules of the level above that the desk does not meet
    - `missing_by`: the first day on which the desk will no longer meet another rule of the level above, or None
    """

    period: MetPeriod
    rules: tuple[StandingRuleLine, ...]
    next_label: str
    missing: tuple[StandingRuleLine, ...]
    missing_by: date | None

    @property
    def missing_until(self) -> date | None:
        """The last day before `missing_by`."""
        return self.missing_by - DAY if self.missing_by else None


def level_choices() -> list[tuple[str, str]]:
    """Return (code, label) of each level for a filter, the lowest first."""
    return [(code, str(term.label)) for code, term in STANDING_LEVELS.items()]


def list_levels() -> list[tuple[str, list[str]]]:
    """Return the label of each level and the labels of the rules that it adds, the lowest level first."""
    return [
        (str(term.label), [str(rule.label) for rule in RULES if rule.level == code])
        for code, term in STANDING_LEVELS.items()
    ]


def list_lines() -> Mapping[str, StandingLine]:
    """Return the standing line of each desk that has a level, by the key of the desk."""
    return {key: line for key, one in list_standings().items() if (line := _line(one))}


def line_of(key: str) -> StandingLine | None:
    """Return the level of one desk, or None if it has none."""
    found = list_standings().get(key)
    return _line(found) if found else None


def details_of(viewer: Viewer, desk: FocalPoint) -> StandingDetails | None:
    """Return the rules of the desk's standing. Return None if the desk has ended, or if the viewer may not change its
    rota."""
    found = list_standings().get(desk.key)
    if found is None or not may(viewer, Action.KEEP_ROTA, desk.place()):
        return None
    found = found.for_its_people(clock.today())
    missing = {rule.code for rule in found.missing}
    lines = tuple(map(_rule_line, found.results))
    return StandingDetails(
        period=found.period,
        rules=lines,
        next_label=str(STANDING_LEVELS.label(found.next_level)) if found.next_level else "",
        missing=tuple(line for line in lines if line.code in missing),
        missing_by=found.missing_by,
    )


def _line(standing: DeskStanding) -> StandingLine | None:
    if standing.level is None:
        return None
    label = str(STANDING_LEVELS.label(standing.level))
    return StandingLine(standing.level, label, standing.period.in_whole_months(clock.today()))


def _rule_line(result: RuleResult) -> StandingRuleLine:
    rule, period = result.rule, result.period
    level = str(STANDING_LEVELS.label(rule.level))
    return StandingRuleLine(rule.code, str(rule.label), level, period is not None, period.last_day if period else None)
