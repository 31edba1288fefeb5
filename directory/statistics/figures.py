"""Figures on tests of desks, complete or with small counts suppressed.

Only coordinators see counts from 1 to 4, since such a count could reveal a single desk.
"""

from collections.abc import Sequence
from dataclasses import dataclass, replace

from directory.focal_points.reachability_results import UNANSWERED, median_minutes
from directory.statistics.cell_suppression import is_small
from directory.statistics.queries.desks import CountedTest, DeskCounts
from directory.vocabulary import ReachabilityOutcome


@dataclass(frozen=True)
class DeskFigures:
    """Figures on some desks and their tests. A suppressed figure is None.

    - `tested`: desks with a test.
    - `answered`: tests with the right answer; `percent` is their share, None without tests.
    - `minutes`: the median time to the right answer, None without such answers.
    - `silent`: the number of silent desks (`silent_of`).
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
    """Return the complete figures of some desks. `tests` are in the order in which they ended."""
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
    """Return the keys of the silent desks, sorted. A desk is silent if the last test of each tested line was not
    answered. `tests` are in the order in which they ended."""
    last = {(one.desk, one.line): one.outcome for one in tests}
    heard = {desk for (desk, _line), outcome in last.items() if outcome not in UNANSWERED}
    return sorted({desk for desk, _line in last} - heard)


def suppress_small_figures(whole: DeskFigures) -> DeskFigures:
    """Return a copy of the figures with small counts suppressed. The number of desks stays."""
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
    """Return `count`, or None if `count` or `whole` minus `count` is small."""
    return None if is_small(count) or is_small(whole - count) else count
