"""Calendar links and the times of a calendar file, a line each."""

from collections.abc import Iterable
from dataclasses import dataclass

from directory.focal_points.rota import Change
from directory.focal_points.rotas.presenters.times import Span, Zones, span
from directory.models import CalendarLink
from directory.people.presenters.words import Moment, moment


@dataclass(frozen=True)
class LinkLine:
    """A calendar link of the viewer's own: its secret is not known any more."""

    number: int
    made_at: Moment | None


def link_lines(links: Iterable[CalendarLink], language: str) -> list[LinkLine]:
    """Return calendar links in their order."""
    return [LinkLine(link.id, moment(link.made_at, language)) for link in links]


def brought_times(changes: Iterable[Change], zone: str, own: str, language: str) -> list[Span]:
    """Return the times that a file brings, by their start."""
    found = sorted((change.starts_at, change.ends_at) for change in changes)
    return [span(stretch, Zones(zone, own), language) for stretch in found]
