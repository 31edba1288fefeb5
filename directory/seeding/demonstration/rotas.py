"""Rotas of the invented desks: weekly patterns, changes, swaps and holidays."""

from datetime import datetime, time, timedelta

from sqlalchemy import select

from directory import clock
from directory.accounts.queries import viewer_of
from directory.extensions import db
from directory.focal_points.duty import get_rota
from directory.focal_points.rotas.service import holidays, patterns, swaps
from directory.focal_points.shift_generation import Pattern, ShiftChange
from directory.models import FocalPoint, Jurisdiction, RotaChange, Shift
from directory.seeding.demonstration.files import DemonstrationFiles, account_of, desk_of, entry_of, number, viewer_in
from directory.seeding.rows import SeedRow
from directory.vocabulary import ROTA_CHANGE_KINDS, RotaChangeKind

# Patterns begin this long ago, so that past shifts have someone on duty too.
SINCE = timedelta(days=21)
# Changes of the rota were made this long ago.
DECIDED = timedelta(days=1)
# Shifts are generated this far ahead. The holidays of each year with such shifts are confirmed.
AHEAD = timedelta(days=90)


def put_rotas(files: DemonstrationFiles) -> None:
    """Confirm holidays, set up the rotas, then add patterns, changes and swaps in this order."""
    with clock.frozen_at(files.now - SINCE):
        for row in files.rows("holidays.csv"):
            _confirm_holidays(row, files.now)
        for row in files.rows("desks.csv"):
            if row.text("zone"):
                patterns.set_zone(viewer_in(row, "kept_by"), desk_of(row, "id"), row.text("zone"), patterns.NO_ROTA)
        for row in files.rows("patterns.csv"):
            patterns.save_pattern(viewer_in(row, "member"), desk_of(row), _pattern(row), _version(desk_of(row)))
    with clock.frozen_at(files.now - DECIDED):
        for row in files.rows("changes.csv"):
            patterns.add_change(viewer_in(row), desk_of(row), _change(files, row), _version(desk_of(row)))
    with clock.frozen_at(files.now):
        for row in files.rows("swaps.csv"):
            _swap(row, desk_of(row), files.now)


def _confirm_holidays(row: SeedRow, now: datetime) -> None:
    state = entry_of(row, Jurisdiction, "state")
    for year in sorted({now.year, (now + AHEAD).year}):
        holidays.confirm(viewer_in(row), state, year, holidays.estimates(state.key, year, "en"), "")


def _version(desk: FocalPoint) -> int:
    held = get_rota(desk.key)
    return held.version if held else patterns.NO_ROTA


def _pattern(row: SeedRow) -> Pattern:
    return Pattern(
        member=account_of(row, "member").id,
        weekdays=frozenset(int(day) for day in row.text("weekdays", required=True)),
        starts=time.fromisoformat(row.text("starts")),
        ends=time.fromisoformat(row.text("ends")),
        valid_from=clock.today() + timedelta(weeks=int(row.text("from_week") or "0")),
        every_weeks=int(number(row, "every_weeks")),
        on_holidays=bool(row.text("on_holidays")),
    )


def _change(files: DemonstrationFiles, row: SeedRow) -> ShiftChange:
    starts_at = (files.now + files.ahead(row, "in_hours")).replace(minute=0, second=0, microsecond=0)
    kind = RotaChangeKind(row.code("kind", ROTA_CHANGE_KINDS))
    member = account_of(row, "member").id if row.text("member") else None
    return ShiftChange(kind, starts_at, starts_at + files.ahead(row, "for_hours"), member)


def _swap(row: SeedRow, desk: FocalPoint, now: datetime) -> None:
    asker, colleague = account_of(row, "asker"), account_of(row, "colleague")
    own = (Shift.focal_point_key == desk.key, Shift.account_id == asker.id, Shift.starts_at > now)
    shifts = db.session.scalars(select(Shift).where(*own).order_by(Shift.starts_at)).all()
    chosen = shifts[int(number(row, "shift")) - 1]
    swaps.ask(viewer_of(asker), desk, colleague.id, chosen.starts_at, chosen.ends_at, _version(desk))
    if row.text("agreed"):
        asked = RotaChange.focal_point_key == desk.key, RotaChange.asked_by_id == asker.id
        swap = db.session.scalars(select(RotaChange).where(*asked).order_by(RotaChange.id.desc())).first()
        if swap is not None:
            swaps.agree(viewer_of(colleague), desk, swap)
