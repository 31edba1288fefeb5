"""Counts of tests of desks, whole or without what is small. Plain values in and out, no database.

Where people beyond the coordinators read figures, a count from 1 to 4 could tell of a single desk: it is kept back, and
so is a figure from which it follows.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from directory.focal_points.reachability import median_minutes
from directory.statistics.cell_suppression import is_small
from directory.statistics.queries.desks import CountedTest, DeskCounts
from directory.vocabulary import ReachabilityOutcome


@dataclass(frozen=True)
class DeskFigures:
    """What tests have shown of some desks, None where that is kept back.

    `silent` are the desks that did not answer their last test. `percent`, the share of tests that were answered, and
    `minutes`, the median until then, are None too where there was no test or no answer.
    """

    desks: int
    with_deputy: int | None
    tested: int | None
    tests: int | None
    answered: int | None
    percent: int | None
    minutes: int | None
    silent: int | None


def figures_of(staffed: DeskCounts, tests: Sequence[CountedTest]) -> DeskFigures:
    """Return the figures of so many desks, given their tests in the order in which they were over."""
    right = [one for one in tests if one.outcome == ReachabilityOutcome.ANSWERED]
    return DeskFigures(
        desks=staffed.desks,
        with_deputy=staffed.with_deputy,
        tested=len({one.desk for one in tests}),
        tests=len(tests),
        answered=len(right),
        percent=round(100 * len(right) / len(tests)) if tests else None,
        minutes=median_minutes(right),
        silent=len(silent_of(tests)),
    )


def silent_of(tests: Sequence[CountedTest]) -> list[str]:
    """Return the desks, by key, whose last test was not answered."""
    last = {one.desk: one.outcome for one in tests}
    return sorted(desk for desk, outcome in last.items() if outcome == ReachabilityOutcome.SILENT)


def suppress_small_figures(whole: DeskFigures) -> DeskFigures:
    """Return figures as they are for people beyond the coordinators."""
    tests, answered, tested = whole.tests or 0, whole.answered or 0, whole.tested or 0
    tells_answers = not (is_small(tests) or is_small(answered) or is_small(tests - answered))
    return replace(
        whole,
        with_deputy=part(whole.with_deputy or 0, whole.desks),
        tested=part(tested, whole.desks),
        tests=None if is_small(tests) else tests,
        answered=answered if tells_answers else None,
        percent=whole.percent if tells_answers else None,
        minutes=None if is_small(answered) else whole.minutes,
        silent=None if is_small(tested) else part(whole.silent or 0, tested),
    )


def part(count: int, whole: int) -> int | None:
    """Return a part of a whole that is shown, None where it or the rest is small."""
    return None if is_small(count) or is_small(whole - count) else count
