"""The lines to call at desks. While a rota says that nobody is on duty, the lines of the fallback chain come first."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from directory.access.facts import Link
from directory.access.viewer import Viewer
from directory.focal_points.board import DeskAvailability
from directory.focal_points.first_contacts import FirstContact, FirstContacts, list_first_contacts

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


def desk_calls(viewer: Viewer, desks: Iterable[DeskAvailability], language: str) -> Mapping[str, DeskCalls]:
    """Return a mapping from desk key to the lines to call. Each restricted line is noted as disclosed."""
    lines = list(desks)
    unstaffed = [line for line in lines if line.duty and not line.duty.is_on_duty]
    keys = [line.desk.link for line in lines] + [
        link for line in unstaffed for step in line.next_steps for link in step.links
    ]
    firsts = list_first_contacts(viewer, [(link.kind, link.key) for link in keys], language)
    return {
        line.desk.link.key: DeskCalls(
            firsts.get((line.desk.link.kind, line.desk.link.key)), _instead(line, firsts) if line in unstaffed else ()
        )
        for line in lines
    }


def _instead(line: DeskAvailability, firsts: FirstContacts) -> tuple[FallbackCall, ...]:
    found = (
        FallbackCall(step.label, link, firsts[link.kind, link.key])
        for step in line.next_steps
        for link in step.links
        if (link.kind, link.key) in firsts
    )
    return tuple(found)[:MOST_INSTEAD]
