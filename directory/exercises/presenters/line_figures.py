"""What an exercise of level 1 has shown, as tables and sentences: which lines answered, by desk, State and way."""

from collections import Counter
from collections.abc import Callable, Hashable, Iterable, Iterator, Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from directory import i18n
from directory.access.viewer import Viewer
from directory.exercises.presenters.figures import (
    desks_table,
    earlier_table,
    hours_table,
    median_minutes,
    verdicts_of,
)
from directory.exercises.queries.line_tests import LineTestResult, list_line_results
from directory.models import Exercise, ExerciseDesk
from directory.sentences import labelled
from directory.statistics.parts_of_week import PARTS, parts_table
from directory.statistics.tables import NOTHING, FigureRow, Table, Value
from directory.vocabulary import TEST_OUTCOMES, TEST_WAYS


def line_tables(
    viewer: Viewer,
    exercise: Exercise,
    named: Iterable[ExerciseDesk],
    names: Mapping[str, str],
    language: str,
    *,
    is_whole: bool,
) -> tuple[Table, ...]:
    """Return the tables of an exercise of level 1 for a reader who may name the desks `named`. Sums are among them if
    `is_whole` is true."""
    results = list_line_results(exercise)
    verdicts = verdicts_of(viewer, exercise, named, {one.desk for one in results if one.is_made})
    desks = _desks(results, names, verdicts, is_whole=is_whole)
    if not is_whole:
        return (desks,)
    earlier = earlier_table(viewer, exercise, language, _columns(), lambda one: _values(list_line_results(one)))
    return desks, _states(results, language), _ways(results), _parts(results), _hours(results), earlier


def failed_lines(exercise: Exercise, names: Mapping[str, str]) -> Iterator[str]:
    """Yield a sentence for each desk of `names`, way and outcome other than a right answer, sorted by desk."""
    failed = Counter(
        (names[one.desk], one.way, one.outcome)
        for one in list_line_results(exercise)
        if one.desk in names and not one.is_answered
    )
    for (name, way, outcome), number in sorted(failed.items()):
        words = {"way": TEST_WAYS.label(way), "outcome": TEST_OUTCOMES.label(outcome), "num": number}
        yield labelled(name, _("%(way)s: %(outcome)s (%(num)s)", **words))


def _columns() -> tuple[str, ...]:
    return (
        _("Tests"),
        _("Reached"),
        _("Answered"),
        _("Answered, in percent"),
        _("Minutes to answer, median"),
        _("Tests not made"),
    )


def _values(results: Sequence[LineTestResult]) -> tuple[Value, ...]:
    made = [one for one in results if one.is_made]
    answered = [one for one in made if one.is_answered]
    return (
        len(made),
        sum(one.is_reached for one in made),
        len(answered),
        round(100 * len(answered) / len(made)) if made else NOTHING,
        median_minutes(one.waited for one in answered if one.waited is not None),
        len(results) - len(made),
    )


def _desks(
    results: Sequence[LineTestResult], names: Mapping[str, str], verdicts: Mapping[str, str], *, is_whole: bool
) -> Table:
    of = _grouped(results, lambda one: one.desk)
    rows = [FigureRow(key, names[key], (*_values(of.get(key, [])), passed)) for key, passed in verdicts.items()]
    return desks_table(rows, _values(results), _columns(), is_whole=is_whole)


def _states(results: Sequence[LineTestResult], language: str) -> Table:
    of = _grouped(results, lambda one: one.state)
    rows = [FigureRow(code, i18n.territory_name(code, language), _values(own)) for code, own in of.items()]
    rows.sort(key=lambda row: row.label)
    return Table("states", _("By State"), _("State"), _columns(), tuple(rows))


def _ways(results: Sequence[LineTestResult]) -> Table:
    of = _grouped(results, lambda one: one.way)
    rows = [FigureRow(code, str(term.label), _values(of[code])) for code, term in TEST_WAYS.items() if code in of]
    return Table("ways", _("By way"), _("Way"), _columns(), tuple(rows))


def _parts(results: Sequence[LineTestResult]) -> Table:
    asked = [(one.asked_at.hour, one) for one in results if one.asked_at]
    rows = []
    for part in PARTS:
        own = [one for hour, one in asked if part.holds(hour, is_weekend=one.is_weekend)]
        rows.append(FigureRow(part.code, part.label, _values(own)))
    return parts_table(_columns(), rows if asked else ())


def _hours(results: Sequence[LineTestResult]) -> Table:
    of = _grouped((one for one in results if one.asked_at and one.is_made), lambda one: one.asked_at.hour)  # type: ignore[union-attr]
    counts = {hour: (len(own), sum(one.is_answered for one in own)) for hour, own in of.items()}
    return hours_table(counts, (_("Tests"), _("Answered")))


def _grouped(
    results: Iterable[LineTestResult], key: Callable[[LineTestResult], Any]
) -> dict[Any, list[LineTestResult]]:
    of: dict[Hashable, list[LineTestResult]] = {}
    for one in results:
        of.setdefault(key(one), []).append(one)
    return of
