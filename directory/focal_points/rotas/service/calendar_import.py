"""Shifts from a calendar file. Each event puts the person who sent the file on duty, in addition to other people."""

from collections.abc import Mapping, Sequence

from flask_babel import lazy_gettext as _l

from directory import clock
from directory.access.viewer import Viewer
from directory.errors import InvalidInput, NotPermitted
from directory.focal_points.intervals import Interval
from directory.focal_points.rotas.service.patterns import MOST_CHANGES, apply_decision, check_change, open_rota, row_of
from directory.focal_points.shift_generation import ShiftChange
from directory.models import DeskRota, FocalPoint, RotaChange
from directory.vocabulary import RotaChangeKind

ImportedShifts = Mapping[str, Sequence[Interval]]
"""A mapping from event id to the times at which a calendar file puts its sender on duty."""


def import_shifts(viewer: Viewer, desk: FocalPoint, brought: ImportedShifts, version: int) -> None:
    """Put the viewer on duty at the times of a calendar file. If an event was also in an earlier file (the same id),
    its times from the earlier file are replaced, except those that have ended.

    - NotPermitted: the viewer does not staff the desk or may not change the rota.
    - Conflict: `version` is not the present version.
    - InvalidInput: the desk has ended, `check_change` refuses a time, or there would be more than MOST_CHANGES changes.
    """
    if viewer.account_id is None or desk.key not in viewer.desks:
        raise NotPermitted
    held = open_rota(viewer, desk, version)
    replaced, changes = list_replaced(held, viewer, brought), changes_of(viewer, brought)
    if len(held.changes) - len(replaced) + len(changes) > MOST_CHANGES:
        raise InvalidInput(_l("A rota has at most %(most)s changes: remove one first.", most=MOST_CHANGES))
    for row in replaced:
        held.changes.remove(row)
    for uid, change in changes:
        held.changes.append(row_of(change, agreed_at=clock.now(), file_uid=uid))
    apply_decision(viewer, desk, held, "rota_file", len(replaced), len(changes))


def changes_of(viewer: Viewer, brought: ImportedShifts) -> list[tuple[str, ShiftChange]]:
    """Return the changes that a file makes, in the order of the file, as pairs of event id and change.

    Raises InvalidInput for a time of duty that is over or too long (see `check_change`).
    """
    found = [
        (uid, ShiftChange(RotaChangeKind.EXTRA, starts_at, ends_at, viewer.account_id))
        for uid, stretches in brought.items()
        for starts_at, ends_at in stretches
    ]
    for _uid, change in found:
        check_change(change, clock.now())
    return found


def list_replaced(held: DeskRota, viewer: Viewer, brought: ImportedShifts) -> list[RotaChange]:
    """Return the viewer's changes that a new calendar file (`brought`) replaces: each comes from an earlier file, and
    its event is also in the new file. Changes that have ended are left out."""
    own = (row for row in held.changes if row.account_id == viewer.account_id and row.ends_at > clock.now())
    return [row for row in own if row.file_uid in brought]
