"""Presents tests of whether desks can be reached."""

from collections.abc import Sequence
from dataclasses import dataclass

from directory.access.facts import Link, Text
from directory.access.viewer import Viewer
from directory.focal_points.board_day import zone_of
from directory.focal_points.contacts import ContactLine, contact_lines
from directory.models import FocalPoint, ReachabilityTest
from directory.people.choices import desk_names
from directory.people.presenters.words import InstantText, moment
from directory.verification.queries import reachability as queries
from directory.verification.queries.lines import find_line
from directory.verification.tested_side import is_kept_from
from directory.vocabulary import TEST_BUTTONS, TEST_OUTCOMES, TEST_WAYS


@dataclass(frozen=True)
class TestLine:
    """A test of a desk, in a list. `due_at` is None for a call, and for a test that was sent or cancelled.

    `minutes` is the time until somebody answered, or None if nobody answered. `every_days` is 0 without repetition. If
    the test is kept from the viewer (`is_kept_from`), `due_at` is None and `every_days` is 0.
    """

    id: str
    desk: Link
    way: str
    outcome: str
    outcome_label: str
    due_at: InstantText | None
    asked_at: InstantText | None
    minutes: int | None
    every_days: int
    is_cancellable: bool
    may_take_back: bool
    is_exercise: bool


@dataclass(frozen=True)
class ReachabilityListPage:
    """One page of the list of tests. `total` and `pages` count all tests and all pages."""

    lines: list[TestLine]
    total: int
    page: int
    pages: int


@dataclass(frozen=True)
class ReachabilityChoices:
    """The desks that the viewer may test, as pairs of key and name, and the viewer's time zone."""

    desks: list[tuple[str, str]]
    zone: str


def list_page(viewer: Viewer, number: int, language: str) -> ReachabilityListPage:
    """Return one page of the tests in the viewer's scope, newest first."""
    found = queries.list_tests(viewer, number)
    return ReachabilityListPage(lines(viewer, found.rows, language), found.total, found.page, found.pages)


def lines(viewer: Viewer, tests: Sequence[ReachabilityTest], language: str) -> list[TestLine]:
    """Return tests as lines, in the order given. Times are in the viewer's time zone."""
    names, zone = desk_names(viewer, {one.focal_point_key for one in tests}, language), zone_of(viewer)
    return [_line(viewer, one, names[one.focal_point_key], zone, language) for one in tests]


def line_of(viewer: Viewer, test: ReachabilityTest, language: str) -> ContactLine | None:
    """Return the line that was tested. Return None if the desk as a whole was tested, or if the viewer may not read the
    line. A restricted line is noted as disclosed."""
    line = find_line(test.focal_point, test.contact_key) if test.contact_key else None
    return next(iter(contact_lines(viewer, [line], language)), None) if line else None


def choices(viewer: Viewer, language: str) -> ReachabilityChoices:
    """Return the desks that the viewer may test, sorted by name, and the viewer's time zone."""
    keys = {desk.key for desk in queries.list_desks(viewer)}
    return ReachabilityChoices(list(desk_names(viewer, keys, language).items()), zone_of(viewer))


def buttons() -> list[tuple[str, str]]:
    """Return the buttons of the page on which a desk answers a test, as pairs of code and label, in a fixed order."""
    return [(code, str(term.label)) for code, term in TEST_BUTTONS.items()]


def _line(viewer: Viewer, test: ReachabilityTest, name: str, zone: str, language: str) -> TestLine:
    waited = test.answered_at - test.asked_at if test.answered_at and test.asked_at else None
    is_kept = is_kept_from(viewer, test.focal_point, test.author_id)
    is_waiting = test.next_step == "ask" and not is_kept
    return TestLine(
        id=test.public_id,
        desk=Link(FocalPoint.KIND, test.focal_point_key, Text(name)),
        way=str(TEST_WAYS.label(test.way)),
        outcome=test.outcome,
        outcome_label=str(TEST_OUTCOMES.label(test.outcome)),
        due_at=moment(test.next_step_at, language, zone) if is_waiting else None,
        asked_at=moment(test.asked_at, language, zone),
        minutes=None if waited is None else round(waited.total_seconds() / 60),
        every_days=0 if is_kept else test.every_days,
        is_cancellable=is_waiting,
        may_take_back=queries.may_take_back(viewer, test),
        is_exercise=test.is_exercise,
    )
