"""Presents plans of tests, and the calls to make now. The hours of tests to come are shown to nobody."""

from dataclasses import dataclass

from flask_babel import gettext as _

from directory import clock
from directory.access.facts import Link, Text
from directory.access.viewer import Viewer
from directory.focal_points.board_day import zone_of
from directory.focal_points.presenters import Clock, desk_lines
from directory.focal_points.queries import load
from directory.history.actors import Actor, Actors
from directory.history.desk_acts import may_know_testers
from directory.models import FocalPoint
from directory.people.choices import desk_names
from directory.people.presenters.words import InstantText, moment
from directory.verification.queries import plans as queries
from directory.verification.tested_side import is_kept_from


@dataclass(frozen=True)
class PlanLine:
    """How often each line of a desk is tested in a quarter, and how many tests are to come. `author` is None if the
    viewer may not know who tests the desk. `is_kept` is true if the viewer may not change the plan (`is_kept_from`)."""

    desk: Link
    tests_per_quarter: int
    to_come: int
    author: Actor | None
    is_kept: bool


@dataclass(frozen=True)
class CallNow:
    """A desk with lines to call now. The page of the desk's tests shows the numbers to call.

    `clock` is the time at the desk, or None if no time zone is known. `calls` is the number of calls to make. After
    `until`, a new hour is drawn for the first of the calls. `has_exercise` is true if some of the calls are part of an
    exercise.
    """

    desk: Link
    clock: Clock | None
    calls: int
    until: InstantText | None
    has_exercise: bool


def plans(viewer: Viewer, language: str) -> list[PlanLine]:
    """Return the plans in the viewer's scope, sorted by the name of the desk."""
    found = queries.list_plans(viewer)
    names = desk_names(viewer, {plan.focal_point_key for plan, _number in found}, language)
    actors = Actors(viewer, {plan.author_id for plan, _number in found}, language, is_owner=True)
    lines = [
        PlanLine(
            desk=Link(FocalPoint.KIND, plan.focal_point_key, Text(names[plan.focal_point_key])),
            tests_per_quarter=plan.tests_per_quarter,
            to_come=number,
            author=actors.of(plan.author_id) if may_know_testers(viewer, plan.focal_point) else None,
            is_kept=is_kept_from(viewer, plan.focal_point, plan.author_id),
        )
        for plan, number in found
    ]
    return sorted(lines, key=lambda one: one.desk.text.text)


def choices(viewer: Viewer, language: str) -> list[tuple[str, str]]:
    """Return the desks whose tests the viewer may plan, as pairs of key and name, sorted by name."""
    keys = {desk.key for desk in queries.list_plannable(viewer)}
    return list(desk_names(viewer, keys, language).items())


def calls(viewer: Viewer, language: str) -> list[CallNow]:
    """Return the desks with lines to call now, sorted by the time after which their first call lapses."""
    lapse: dict[str, list[InstantText | None]] = {}
    rehearsed: set[str] = set()
    zone = zone_of(viewer)
    for one in queries.list_calls(viewer, clock.now()):
        until = moment(one.due_at + queries.LAPSES_AFTER, language, zone)
        lapse.setdefault(one.plan.focal_point_key, []).append(until)
        if one.plan.exercise_id is not None:
            rehearsed.add(one.plan.focal_point_key)
    lines = {one.link.key: one for one in desk_lines(viewer, load(list(lapse)), language)}
    return [
        CallNow(lines[key].link, lines[key].clock, len(ends), ends[0], key in rehearsed) for key, ends in lapse.items()
    ]


def all_desks() -> str:
    """Return the words for the choice of all desks."""
    return str(_("All desks in your scope"))
