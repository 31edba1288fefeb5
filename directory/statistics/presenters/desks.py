"""Figures on whether desks answer, one row for each network. Only the desks' coordinators see small counts."""

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from datetime import UTC, datetime, timedelta

from flask_babel import gettext as _

from directory.access.facts import Link, Text
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.models import FocalPoint, Network
from directory.people.choices import Choices, desk_names
from directory.statistics.figures import DeskFigures, figures_of, silent_of, suppress_small_figures
from directory.statistics.periods import FiguresFilter
from directory.statistics.queries.desks import CountedTest, DeskCounts, count_desks, list_tests
from directory.statistics.tables import NOTHING, FigureRow, FigureSection, Table, Value

IN_SCOPE, OF_NETWORKS = "desks", "desks-others"


@dataclass(frozen=True)
class DeskNumbers:
    """The numbers of desks by network.

    - `in_scope`: of desks in the viewer's scope.
    - `beyond_scope`: of all desks whose figures the viewer may read, in and out of scope. Only networks that have such
      a desk out of scope are included.
    """

    in_scope: Mapping[str, DeskCounts]
    beyond_scope: Mapping[str, DeskCounts]

    @classmethod
    def of(cls, viewer: Viewer) -> "DeskNumbers":
        """Return the numbers of desks whose figures a viewer may read."""
        scope, whole = (count_desks(viewer, action) for action in (Action.VERIFY, Action.READ_FIGURES))
        wider = {key: count for key, count in whole.items() if key not in scope or count.desks > scope[key].desks}
        return cls(scope, wider)


def in_scope(
    viewer: Viewer, found: DeskNumbers, names: Choices, asked: FiguresFilter, now: datetime
) -> FigureSection | None:
    """Return the figures of the desks in the viewer's scope, or None if there are no such desks."""
    tests = list_tests(viewer, Action.VERIFY, _since(asked, now)) if found.in_scope else []
    rows = [_row(key, name, one) for key, name, one in _figures(names, found.in_scope, tests)]
    return _section(IN_SCOPE, _("Desks in your scope"), rows)


def of_networks(
    viewer: Viewer, found: DeskNumbers, names: Choices, asked: FiguresFilter, now: datetime
) -> FigureSection | None:
    """Return the figures of the desks in `found.beyond_scope`, with small counts suppressed, or None if there are no
    such desks."""
    tests = list_tests(viewer, Action.READ_FIGURES, _since(asked, now)) if found.beyond_scope else []
    rows = [
        _row(key, name, suppress_small_figures(one)) for key, name, one in _figures(names, found.beyond_scope, tests)
    ]
    return _section(OF_NETWORKS, _("All desks of your networks"), rows)


def of_year(viewer: Viewer, names: Choices, year: int) -> FigureSection | None:
    """Return the figures of the desks in the viewer's scope for a year (UTC), with small counts suppressed. Return None
    if there are no such desks."""
    staffed = DeskNumbers.of(viewer).in_scope
    begins = datetime(year, 1, 1, tzinfo=UTC)
    tests = [one for one in list_tests(viewer, Action.VERIFY, begins) if one.asked_at and one.asked_at.year == year]
    rows = [_row(key, name, suppress_small_figures(one)) for key, name, one in _figures(names, staffed, tests)]
    return _section(OF_NETWORKS, _("Desks and their tests"), rows)


def silent(
    viewer: Viewer, found: DeskNumbers, names: Choices, asked: FiguresFilter, now: datetime, language: str
) -> list[Link]:
    """Return links to the silent desks (`silent_of`) in the viewer's scope and in the networks `names`, sorted by key.
    Only tests in the period of `asked` count."""
    if not found.in_scope:
        return []
    tests = list_tests(viewer, Action.VERIFY, _since(asked, now))
    keys = silent_of([one for one in tests if one.network in dict(names)])
    labels = desk_names(viewer, keys, language)
    return [Link(FocalPoint.KIND, key, Text(labels[key])) for key in keys]


def _since(asked: FiguresFilter, now: datetime) -> datetime:
    return now - timedelta(days=asked.days)


def _figures(
    names: Choices, desks: Mapping[str, DeskCounts], tests: Sequence[CountedTest]
) -> list[tuple[str, str, DeskFigures]]:
    return [
        (key, name, figures_of(desks[key], [one for one in tests if one.network == key]))
        for key, name in names
        if key in desks
    ]


def _row(key: str, name: str, one: DeskFigures) -> FigureRow:
    values: tuple[Value, ...] = (
        one.desks,
        one.with_deputy,
        one.tested,
        one.tests,
        one.answered,
        NOTHING if one.tests == 0 else one.percent,
        NOTHING if one.answered == 0 else one.minutes,
        one.silent,
    )
    return FigureRow(key, name, values, Link(Network.KIND, key, Text(name)))


def _section(code: str, title: str, rows: Sequence[FigureRow]) -> FigureSection | None:
    columns = (
        _("Desks"),
        _("Desks with a deputy"),
        _("Desks tested"),
        _("Tests"),
        _("Tests answered"),
        _("Tests answered, per cent"),
        _("Minutes to answer, median"),
        _("Desks silent in their last test"),
    )
    note = _(
        "What test messages and test calls have shown. Tests that did not arrive, or were cancelled, are not counted."
    )
    table = Table("answers", title, _("Network"), columns, tuple(rows))
    return FigureSection(code, title, (note,), (table,)) if rows else None
