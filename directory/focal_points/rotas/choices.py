"""The choices in the select fields of rota forms, as pairs of value and label."""

from collections.abc import Iterable

from directory import clock, dates
from directory.access.viewer import Viewer
from directory.focal_points.duty import list_members
from directory.focal_points.rotas.presenters.times import RotaZones, span
from directory.focal_points.rotas.queries import zones_of
from directory.i18n import current_language
from directory.models import DeskRota, FocalPoint, Shift
from directory.people.presenters.words import person
from directory.vocabulary import ROTA_CHANGE_KINDS, RotaChangeKind

Choices = list[tuple[str, str]]


def members(desk: FocalPoint, *, without: int | None = None) -> Choices:
    """Return the people who staff a desk, with account ids as values. The account `without` is left out."""
    accounts = (one.account for one in list_members(desk.key))
    return [(str(account.id), person(account)) for account in accounts if account.id != without]


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
