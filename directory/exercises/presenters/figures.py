"""Figures that the reports of several levels have."""

import statistics
from collections.abc import Callable, Container, Iterable, Mapping
from datetime import timedelta

from flask_babel import gettext as _

from directory.access.viewer import Viewer
from directory.exercises.presenters.pages import lines_of, runs
from directory.exercises.queries.exercises import list_known
from directory.exercises.queries.results import list_earlier, was_held
from directory.models import Exercise, ExerciseDesk
from directory.statistics.tables import NOTHING, FigureRow, Table, Value
from directory.vocabulary import ExerciseState

MINUTE = timedelta(minutes=1)


def median_minutes(waited: Iterable[timedelta]) -> Value:
    """Return the median of times in minutes, with one decimal, or NOTHING."""
    found = [one / MINUTE for one in waited]
    return round(statistics.median(found), 1) if found else NOTHING


def desks_table(
    rows: Iterable[FigureRow], total: tuple[Value, ...], columns: tuple[str, ...], *, is_whole: bool
) -> Table:
    """Return the table of desks, sorted by name, with a last column that says whether a desk has passed. The sums
    `total` are among its rows if `is_whole` is true."""
    found = sorted(rows, key=lambda row: row.label)
    sums = FigureRow("total", _("All desks"), (*total, NOTHING), is_total=True)
    return Table("desks", _("Desks"), _("Desk"), (*columns, _("Passed")), (*found, sums) if is_whole else tuple(found))


def hours_table(counts: Mapping[int, tuple[Value, ...]], columns: tuple[str, ...]) -> Table:
    """Return the table of the counts of each hour of the day at the desk, from 0 to 23."""
    rows = [FigureRow(str(hour), f"{hour:02}:00", own) for hour, own in sorted(counts.items())]
    title = _("By the hour at the desk")
    return Table("hours", title, _("Hour"), columns, tuple(rows), is_series=len(rows) > 1)


def verdicts_of(
    viewer: Viewer, exercise: Exercise, desks: Iterable[ExerciseDesk], tested: Container[str]
) -> dict[str, str]:
    """Return a mapping from the keys of desks to a word that says whether the desk has passed. `tested` has the keys of
    the desks that had a test or a question. If a desk failed because its own people prepared or ran the exercise, only
    the members and coordinators of the desk are told this reason."""
    known = list_known(viewer, exercise)
    return {
        key: _verdict(exercise, one, is_tested=key in tested, knows_why=key in known)
        for one in desks
        for key in [one.focal_point_key]
    }


def _verdict(exercise: Exercise, desk: ExerciseDesk, *, is_tested: bool, knows_why: bool) -> str:
    if desk.passed_at:
        return str(_("yes"))
    if exercise.state == ExerciseState.RUNNING:
        return str(_("not known yet"))
    if desk.left_at:
        return str(_("played a State that is missing"))
    return _reason(exercise, desk, knows_why=knows_why) if is_tested else str(_("was not tested"))


def _reason(exercise: Exercise, desk: ExerciseDesk, *, knows_why: bool) -> str:
    if desk.is_own and knows_why:
        return str(_("no: its own people prepared or ran the exercise"))
    if exercise.state == ExerciseState.STOPPED and not was_held(exercise):
        return str(_("not known: the exercise was stopped"))
    return str(_("no"))


def nameable_desks(viewer: Viewer, exercise: Exercise) -> list[ExerciseDesk]:
    """Return the desks of an exercise that the viewer may name in its report. Sums are shown only to viewers who may
    name all desks."""
    if exercise.names_states or runs(viewer, exercise):
        return list(exercise.desks)
    known = list_known(viewer, exercise)
    return [one for one in exercise.desks if one.focal_point_key in known]


def earlier_table(
    viewer: Viewer,
    exercise: Exercise,
    language: str,
    columns: tuple[str, ...],
    values_of: Callable[[Exercise], tuple[Value, ...]],
) -> Table:
    """Return a table of this exercise and earlier exercises of the same level, the earliest first.

    The viewer must be able to read the sums of this exercise. Earlier exercises are left out if the viewer may not name
    all their desks. The table has no rows if no earlier exercise is left.
    """
    earlier = list_earlier(viewer, exercise)
    found = [*(one for one in earlier if len(nameable_desks(viewer, one)) == len(one.desks)), exercise]
    rows = [
        FigureRow(line.id, line.starts_at.text if line.starts_at else "", values_of(one))
        for one, line in zip(found, lines_of(viewer, found, language), strict=True)
    ]
    title = _("Beside earlier exercises of this level")
    return Table("exercises", title, _("Exercise"), columns, tuple(rows) if len(rows) > 1 else (), is_series=True)
