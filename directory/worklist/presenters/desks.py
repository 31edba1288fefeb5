"""Presents desks on the page of work: who is on duty now, and which of the viewer's desks the viewer should confirm for
a campaign."""

from collections.abc import Mapping
from dataclasses import dataclass

from directory.access.facts import Link, Text
from directory.access.viewer import Viewer
from directory.consultations.queries.waiting import list_most_asked
from directory.extensions import db
from directory.focal_points.availability import DeskAvailability, DeskCalls, list_availability
from directory.focal_points.queries import load, may_read_rota
from directory.focal_points.rotas.presenters.staff import names_on_duty
from directory.focal_points.state_contacts import desk_calls
from directory.models import FocalPoint
from directory.proposals.labels import entry_labels
from directory.verification.queries.campaigns import list_asked_desks

MOST_DESKS = 3


@dataclass(frozen=True)
class DutyNow:
    """A desk with its present availability.

    For a desk of the reader, `names` are the people on duty, and `calls` is None. For any other desk, `calls` are the
    numbers to call, and `names` is empty.
    """

    line: DeskAvailability
    calls: DeskCalls | None
    names: tuple[str, ...]


def desks_to_confirm(viewer: Viewer, language: str) -> list[Link]:
    """Return links to the viewer's desks about which a running campaign waits for an answer, sorted by name."""
    desks = load(list_asked_desks(viewer)) if viewer.desks else []
    return [Link(FocalPoint.KIND, key, Text(name)) for key, name in entry_labels(desks, language).items()]


def desks_now(viewer: Viewer, language: str) -> tuple[list[DutyNow], list[DutyNow]]:
    """Return the viewer's own desks, and the desks that the viewer asks most often, at most MOST_DESKS of each."""
    own = sorted(viewer.desks)[:MOST_DESKS]
    lines = list_availability(viewer, [*own, *list_most_asked(viewer, MOST_DESKS)], language)
    own_lines = [one for one in lines if one.desk.link.key in own]
    asked = [one for one in lines if one.desk.link.key not in own]
    names, calls = _names(viewer, own), desk_calls(viewer, asked, language)
    return (
        [DutyNow(one, None, names.get(one.desk.link.key, ())) for one in own_lines],
        [DutyNow(one, calls.get(one.desk.link.key), ()) for one in asked],
    )


def _names(viewer: Viewer, own: list[str]) -> Mapping[str, tuple[str, ...]]:
    desks = [desk for key in own if (desk := db.session.get(FocalPoint, key)) and may_read_rota(viewer, desk.place())]
    return {key: tuple(found) for key, found in names_on_duty(viewer, desks).items()} if desks else {}
