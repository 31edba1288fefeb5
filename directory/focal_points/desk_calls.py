"""The lines to call at desks. While a rota says that nobody is on duty, the lines of the fallback chain come first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from itertools import islice

from directory.access.facts import Link
from directory.access.viewer import Viewer
from directory.focal_points.board import DeskAvailability
from directory.focal_points.first_contacts import (
    FirstContact,
    first_contact,
    list_first_contacts,
    prefetch_first_contacts,
)

MOST_INSTEAD = 2


@dataclass(frozen=True)
class FallbackCall:
    """The line of a desk or authority that the fallback chain names, with the label of its step."""

    step: str
    link: Link
    first: FirstContact


@dataclass(frozen=True)
class DeskCalls:
    """The lines to call for one desk. Those in `instead` come first. There are none unless a rota says that nobody is
    on duty."""

    own: FirstContact | None
    instead: tuple[FallbackCall, ...] = ()

    def __bool__(self) -> bool:
        return bool(self.own or self.instead)


def desk_calls(viewer: Viewer, desks: Iterable[DeskAvailability], language: str) -> Mapping[str, DeskCalls]:
    """Return a mapping from desk key to the lines to call. Each restricted line is noted as disclosed."""
    lines = list(desks)
    unstaffed = [line for line in lines if line.duty and not line.duty.is_on_duty]
    fallback = [link.entry_key for line in unstaffed for step in line.next_steps for link in step.links]
    prefetch_first_contacts([*(line.desk.link.entry_key for line in lines), *fallback], language)
    firsts = list_first_contacts(viewer, [line.desk.link.entry_key for line in lines], language)
    return {
        line.desk.link.key: DeskCalls(
            firsts.get(line.desk.link.entry_key), _instead(viewer, line, language) if line in unstaffed else ()
        )
        for line in lines
    }


def _instead(viewer: Viewer, line: DeskAvailability, language: str) -> tuple[FallbackCall, ...]:
    """Return the first lines of the fallback chain. A line that is read is disclosed, so the others are not read."""
    found = (
        FallbackCall(step.label, link, first)
        for step in line.next_steps
        for link in step.links
        if (first := first_contact(viewer, link.entry_key, language))
    )
    return tuple(islice(found, MOST_INSTEAD))
