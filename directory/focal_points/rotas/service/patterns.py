"""Writes the patterns and changes of a rota, for the people who may change the rota."""

from datetime import date, datetime, time, timedelta
from typing import Any

from flask_babel import lazy_gettext as _l

from directory import clock, dates
from directory.access.current_viewer import require
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.errors import Conflict, InvalidInput, NotPermitted
from directory.extensions import db
from directory.focal_points.duty import change_of, departures_from, generate_shifts, get_rota, list_members, pattern_of
from directory.focal_points.rotas.service.letters import tell_changed
from directory.focal_points.rotations import RotationPlan
from directory.focal_points.shift_generation import PUTS_ON_DUTY, Pattern, ShiftChange
from directory.models import DeskRota, FocalPoint, RotaChange, ShiftPattern
from directory.models.details import EntryKey
from directory.vocabulary import ENDED_STATUSES

NO_ROTA = 0
MOST_PATTERNS = 60
MOST_CHANGES = 1000
LONGEST_CHANGE = timedelta(days=366)
LONGEST_DUTY = timedelta(days=31)


def audited_as(desk: FocalPoint) -> EntryKey:
    """Return the key that acts on a rota have in the audit chain. The history does not show these acts, because
    `desk_rota` is not a kind of entry."""
    return "desk_rota", desk.key


def open_rota(viewer: Viewer, desk: FocalPoint, version: int) -> DeskRota:
    """Return the rota of a desk, for a change by the viewer.

    - NotPermitted: the viewer may not change the rota.
    - Conflict: the desk has no rota, or `version` is not the present version.
    - InvalidInput: the desk has ended.
    """
    require(viewer, Action.KEEP_ROTA, desk.place())
    require_not_ended(desk)
    held = get_rota(desk.key)
    if held is None or held.version != version:
        raise Conflict(
            _l(
                "Another person changed this rota meanwhile. What you typed is still here: check its consequences"
                " again."
            )
        )
    return held


def require_not_ended(desk: FocalPoint) -> None:
    """Raise InvalidInput for a desk that has ended."""
    if desk.status in ENDED_STATUSES:
        raise InvalidInput(_l("This desk has been closed or replaced: its rota stays as it was."))


def apply_decision(
    viewer: Viewer, desk: FocalPoint, held: DeskRota, act: str, before: Any = None, after: Any = None
) -> None:
    """Increment the rota's version, generate the shifts again, and record the act in the audit chain.

    People whose duty changes, except the viewer, are told by mail.
    """
    held.version += 1
    db.session.flush()
    db.session.refresh(held)
    changed = generate_shifts(desk, held, clock.now()) - {viewer.account_id}
    record(viewer.account_id, act, audited_as(desk), "", before, after)
    tell_changed(desk, changed, act if act == "swap_agreed" else "duty_changed")


def set_zone(viewer: Viewer, desk: FocalPoint, zone: str, version: int) -> None:
    """Set the time zone of a rota. If `version` is NO_ROTA and the desk has no rota, begin a rota in this zone.

    Raises the errors of `open_rota` (the desk has ended, no right, an outdated version), and InvalidInput if the zone
    is unknown.
    """
    if zone not in dates.known_zones():
        raise InvalidInput(_l("This time zone is not known."))
    require(viewer, Action.KEEP_ROTA, desk.place())
    require_not_ended(desk)
    if version == NO_ROTA and get_rota(desk.key) is None:
        db.session.add(DeskRota(focal_point_key=desk.key, zone=zone, version=NO_ROTA))
        db.session.flush()
    held = open_rota(viewer, desk, version)
    before, held.zone = held.zone, zone
    apply_decision(viewer, desk, held, "rota_zone", before if version else None, zone)


def save_pattern(
    viewer: Viewer, desk: FocalPoint, pattern: Pattern, version: int, row: ShiftPattern | None = None
) -> None:
    """Add a weekly pattern or, if `row` is given, replace the pattern in that row.

    Raises errors as `open_rota` does. Raises InvalidInput also if the member does not staff the desk, or if a new
    pattern would exceed MOST_PATTERNS.
    """
    held = open_rota(viewer, desk, version)
    check_member(desk, pattern.member)
    before = described(pattern_of(row)) if row else None
    if row is None:
        if len(held.patterns) >= MOST_PATTERNS:
            raise InvalidInput(_l("A rota has at most %(most)s patterns: remove one first.", most=MOST_PATTERNS))
        row = ShiftPattern()
        held.patterns.append(row)
    _set(row, pattern)
    apply_decision(viewer, desk, held, "rota_pattern", before, described(pattern))


def remove_pattern(viewer: Viewer, desk: FocalPoint, row: ShiftPattern, version: int) -> None:
    """Remove a pattern; past shifts stay. Raises errors as `open_rota` does."""
    held = open_rota(viewer, desk, version)
    before = described(pattern_of(row))
    held.patterns.remove(row)
    apply_decision(viewer, desk, held, "rota_pattern", before)


def add_change(viewer: Viewer, desk: FocalPoint, change: ShiftChange, version: int) -> None:
    """Add a change to a rota.

    Raises errors as `open_rota` and `check_change` do. Raises InvalidInput also if the member does not staff the desk
    or leaves before a duty of the change ends, or if the change would exceed MOST_CHANGES.
    """
    held = open_rota(viewer, desk, version)
    check_change(change, clock.now())
    if change.member is not None:
        check_member(desk, change.member)
        _check_stays(desk, held, change)
    if len(held.changes) >= MOST_CHANGES:
        raise InvalidInput(_l("A rota has at most %(most)s changes: remove one first.", most=MOST_CHANGES))
    held.changes.append(row_of(change, agreed_at=clock.now()))
    apply_decision(viewer, desk, held, "rota_change", None, described(change))


def remove_change(viewer: Viewer, desk: FocalPoint, row: RotaChange, version: int) -> None:
    """Remove a change, so that the patterns apply again.

    Raises errors as `open_rota` does, and NotPermitted for a swap that awaits an answer.
    """
    held = open_rota(viewer, desk, version)
    if row.agreed_at is None:
        raise NotPermitted
    before = described(change_of(row))
    held.changes.remove(row)
    apply_decision(viewer, desk, held, "rota_change", before)


def check_change(change: ShiftChange, now: datetime) -> None:
    """Raise InvalidInput for a change that does not end after its start, is over, or is too long.

    A change that puts a person on duty may last LONGEST_DUTY, any other change LONGEST_CHANGE.
    """
    length = change.ends_at - change.starts_at
    if length <= timedelta():
        raise InvalidInput(_l("The end must come after the start."))
    if change.ends_at <= now:
        raise InvalidInput(_l("This period has passed: past shifts cannot be changed."))
    if length > (LONGEST_DUTY if change.kind in PUTS_ON_DUTY else LONGEST_CHANGE):
        raise InvalidInput(_l("This period is too long: a duty may last a month, an absence a year."))


def check_member(desk: FocalPoint, account_id: int) -> None:
    """Raise InvalidInput for a person who does not staff the desk."""
    if account_id not in {one.account.id for one in list_members(desk.key)}:
        raise InvalidInput(_l("This person does not staff the desk. Their coordinator can add them."))


def _check_stays(desk: FocalPoint, held: DeskRota, change: ShiftChange) -> None:
    leaving = next((one for one in departures_from(desk) if one.leaver == change.puts_on_duty), None)
    if leaving is not None and leaving.ends_at(held.zone) < change.ends_at:
        raise InvalidInput(_l("This person leaves and is not on duty after the last day. Choose another person."))


def row_of(change: ShiftChange, agreed_at: datetime | None, file_uid: str = "") -> RotaChange:
    """Return the row that stores a change. `agreed_at` is None for a swap that awaits an answer."""
    return RotaChange(
        kind=change.kind,
        starts_at=change.starts_at,
        ends_at=change.ends_at,
        account_id=change.member,
        asked_by_id=change.instead_of,
        agreed_at=agreed_at,
        file_uid=file_uid,
    )


def described(one: Pattern | RotationPlan | ShiftChange) -> dict[str, Any]:
    """Return a pattern, a rotation or a change as values for the audit chain, with account ids and without names."""
    return {name: _plain(value) for name, value in vars(one).items() if value is not None}


def _plain(value: Any) -> Any:
    if isinstance(value, frozenset | tuple):
        return [_plain(one) for one in (sorted(value) if isinstance(value, frozenset) else value)]
    return value.isoformat() if isinstance(value, date | time) else value


def _set(row: ShiftPattern, pattern: Pattern) -> None:
    row.account_id = pattern.member
    row.weekdays = tuple(str(day) for day in sorted(pattern.weekdays))
    row.starts, row.ends = pattern.starts, pattern.ends
    row.valid_from, row.valid_until = pattern.valid_from, pattern.valid_until
    row.every_weeks, row.on_holidays = pattern.every_weeks, pattern.on_holidays
