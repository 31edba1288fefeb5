"""The choices in the select fields of rota forms, as pairs of value and label."""

from collections.abc import Iterable

from directory import clock, dates
from directory.access.viewer import Viewer
from directory.focal_points.duty import departures_from, list_members
from directory.focal_points.rotas.presenters.lines import departure_text
from directory.focal_points.rotas.presenters.times import RotaZones, span
from directory.focal_points.rotas.queries import zones_of
from directory.i18n import current_language, side_by_side
from directory.models import DeskRota, FocalPoint, Shift
from directory.people.presenters.words import person
from directory.vocabulary import ROTA_CHANGE_KINDS, RotaChangeKind

Choices = list[tuple[str, str]]


def members(desk: FocalPoint, *, without: int | None = None) -> Choices:
    """Return the people who staff a desk, with account ids as values. The account `without` is left out.

    The label of a person who leaves by a handover also says until when, and who takes over. The successor then has two
    places in an order: the own place, and the leaver's.
    """
    names = {one.account.id: person(one.account) for one in list_members(desk.key)}
    leaving = {
        one.leaver: departure_text(one, names.get(one.successor or 0, ""), current_language())
        for one in departures_from(desk)
    }
    return [
        (str(number), side_by_side([name, leaving[number]]) if number in leaving else name)
        for number, name in names.items()
        if number != without
    ]


def zones(viewer: Viewer, desk: FocalPoint, held: DeskRota | None) -> Choices:
    """Return the time zones of a desk's State. If the viewer may read no zone of the State, return all zones. The
    present zone of the rota is always included."""
    offered = zones_of(viewer, desk.authority.jurisdiction_key) or sorted(dates.known_zones())
    kept = (held.zone,) if held and held.zone not in offered else ()
    return dates.zones_at((*offered, *kept), clock.now(), current_language())


def kinds() -> Choices:
    """Return the kinds of changes except swaps, which have a page of their own."""
    return [(kind, str(ROTA_CHANGE_KINDS.label(kind))) for kind in ROTA_CHANGE_KINDS if kind != RotaChangeKind.SWAP]


def shifts(rows: Iterable[Shift], zones: RotaZones, language: str) -> Choices:
    """Return shifts, with shift ids as values. If a shift has begun, its label names only the remaining time."""
    now = clock.now()
    return [(str(row.id), span((max(row.starts_at, now), row.ends_at), zones, language).text) for row in rows]
