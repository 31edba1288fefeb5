"""Presents the shifts that colleagues ask the viewer to take over."""

from dataclasses import dataclass

from directory import clock
from directory.access.facts import Link, Text
from directory.access.viewer import Viewer
from directory.focal_points.queries import load
from directory.focal_points.rotas.presenters.times import IntervalText, RotaZones, span
from directory.focal_points.rotas.queries import accounts_of, list_swaps_for, own_zone
from directory.models import FocalPoint
from directory.people.presenters.words import person
from directory.proposals.labels import entry_labels


@dataclass(frozen=True)
class SwapToAnswer:
    """A swap that awaits the viewer's answer. `number` is its id, `span` its time in the viewer's own time zone."""

    number: int
    desk: Link
    asker: str
    span: IntervalText


def swaps_to_answer(viewer: Viewer, language: str) -> list[SwapToAnswer]:
    """Return the swaps that await the viewer's answer, sorted by start."""
    found = list_swaps_for(viewer, clock.now())
    names = entry_labels(load({one.focal_point_key for one in found}), language)
    people, zone = accounts_of(one.asked_by_id for one in found), own_zone(viewer)
    return [
        SwapToAnswer(
            one.id,
            Link(FocalPoint.KIND, one.focal_point_key, Text(names[one.focal_point_key])),
            person(people.get(one.asked_by_id or 0)),
            span((one.starts_at, one.ends_at), RotaZones(zone, zone), language),
        )
        for one in found
    ]
