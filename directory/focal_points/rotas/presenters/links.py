"""Lines of text for calendar links, and for the times of a calendar file."""

from collections.abc import Iterable
from dataclasses import dataclass

from directory.focal_points.rotas.presenters.times import IntervalText, RotaZones, span
from directory.focal_points.shift_generation import ShiftChange
from directory.models import CalendarLink
from directory.people.presenters.words import InstantText, moment


@dataclass(frozen=True)
class CalendarLinkLine:
    """An address from which a calendar program fetches the viewer's duty. It cannot be shown again: its secret is not
    stored."""

    number: int
    made_at: InstantText | None


def link_lines(links: Iterable[CalendarLink], language: str) -> list[CalendarLinkLine]:
    """Return a line for each calendar link, in the order given."""
    return [CalendarLinkLine(link.id, moment(link.made_at, language)) for link in links]


def brought_times(changes: Iterable[ShiftChange], zone: str, own: str, language: str) -> list[IntervalText]:
    """Return the times of duty that an uploaded calendar file contains, in words, sorted by start.

    `zone` is the time zone of the desk, `own` the time zone of the reader.
    """
    found = sorted((change.starts_at, change.ends_at) for change in changes)
    return [span(stretch, RotaZones(zone, own), language) for stretch in found]
