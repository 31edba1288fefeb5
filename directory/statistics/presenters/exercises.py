"""Figures on exercises, year by year. Real work is not counted."""

from collections import Counter
from collections.abc import Mapping, Sequence

from flask_babel import gettext as _

from directory.access.viewer import Viewer
from directory.people.choices import Choices
from directory.statistics.cell_suppression import TOTAL, Cell, is_small, suppress_small_cells, with_totals
from directory.statistics.presenters import waits
from directory.statistics.queries.exercises import RehearsedDesk, list_in_scope, list_of_others
from directory.statistics.tables import FigureRow, FigureSection, Table, Value

IN_TIME, LATE = "in time", "late"


def in_scope(viewer: Viewer, names: Choices) -> FigureSection:
    """Return the figures of desks in the viewer's scope that belong to the networks `names`."""
    keys = dict(names)
    found = [one for one in list_in_scope(viewer) if one.network in keys]
    table = by_year(found, is_whole=True)
    nothing = _("No exercise with a desk in your scope has ended yet.")
    notes = (_note(), waits.note()) if found else (nothing,)
    return FigureSection("exercises", _("Exercises of desks in your scope"), notes, (table,) if table else ())


def of_others(viewer: Viewer, network: tuple[str, str], this_year: int) -> FigureSection | None:
    """Return the figures of a network (its key and name), with small counts suppressed. Desks in the viewer's scope,
    the viewer's own desks, and years that are not over are left out. Return None if there is nothing to show."""
    key, name = network
    found = [one for one in list_of_others(viewer) if one.network == key and one.year < this_year]
    table = by_year(found, is_whole=False)
    notes = _("By whole years that are over. What is in your own scope is not among them."), _note(), waits.note()
    title = _("Exercises of %(network)s", network=name)
    return FigureSection("exercises-others", title, notes, (table,)) if table else None


def of_network(viewer: Viewer, network: tuple[str, str], year: int) -> FigureSection | None:
    """Return the figures of a network (its key and name) for a year, with small counts suppressed. Return None if there
    is nothing to show. The caller checks that the year is over, and that the viewer coordinates the whole network."""
    key, name = network
    table = by_year([one for one in list_in_scope(viewer) if (one.network, one.year) == (key, year)], is_whole=False)
    title = _("Exercises of %(network)s", network=name)
    return FigureSection("exercises", title, (_note(), waits.note()), (table,)) if table else None


def by_year(found: Sequence[RehearsedDesk], *, is_whole: bool) -> Table | None:
    """Return a table with a row for each year, the earliest first. Return None if there is no exercise, or if a small
    count cannot stay unknown.

    If `is_whole` is false, small counts are suppressed. For a year in which few desks took part, only the number of
    exercises is shown: otherwise each of these desks could compute the results of the others.
    """
    grouped: dict[int, list[RehearsedDesk]] = {}
    for one in found:
        grouped.setdefault(one.year, []).append(one)
    years = [(str(year), own) for year, own in sorted(grouped.items())]
    whole = with_totals(_counts(found))
    shown = whole if is_whole else suppress_small_cells(whole)
    if not found or shown is None:
        return None
    columns = (
        _("Exercises"),
        _("Desks"),
        _("Questions"),
        _("Acknowledged in time"),
        _("Acknowledged in time, per cent"),
        *waits.columns(),
    )
    rows = [FigureRow(year, year, _values(year, own, shown, len(columns), is_whole=is_whole)) for year, own in years]
    return Table("years", _("Exercises by year"), _("Year"), columns, tuple(rows), is_series=len(rows) > 1)


def _counts(found: Sequence[RehearsedDesk]) -> Counter[Cell]:
    counts: Counter[Cell] = Counter()
    for one in found:
        counts[str(one.year), IN_TIME] += one.in_time
        counts[str(one.year), LATE] += len(one.waited) - one.in_time
    return counts


def _values(
    year: str, found: Sequence[RehearsedDesk], shown: Mapping[Cell, int | None], columns: int, *, is_whole: bool
) -> tuple[Value, ...]:
    exercises, desks = len({one.exercise for one in found}), len({one.desk for one in found})
    if not is_whole and is_small(desks):
        return exercises, *[None] * (columns - 1)
    waited = [wait for one in found for wait in one.waited]
    questions, in_time = shown[year, TOTAL], shown[year, IN_TIME]
    tells_times = is_whole or not (in_time is None or is_small(waits.count(waited)))
    return (
        exercises,
        desks,
        questions,
        in_time,
        waits.percent(in_time, questions),
        *(waits.minutes(waited) if tells_times else (None, None)),
    )


def _note() -> str:
    return str(_("Exercises that have ended. What was asked in them is counted in no figure of real work."))
