"""Public holidays of a State: estimated from a calendar, and worth something once a coordinator has confirmed them."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l
from holidays import country_holidays
from sqlalchemy import select

from directory import clock
from directory.access.guard import require
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.audit.service import record
from directory.errors import Conflict, InvalidInput
from directory.extensions import db
from directory.focal_points.duty import get_rota, lay_out
from directory.models import Authority, DeskRota, FocalPoint, Holiday, Jurisdiction, Place


@dataclass(frozen=True)
class DayOff:
    """A public holiday as a coordinator sees it; one that `is_off` takes off duty who does not work on holidays."""

    day: date
    name: str
    is_off: bool = True


def place_of_holidays(viewer: Viewer, state: str) -> Place:
    """Return the place whose keeper confirms the holidays of a State: any network of the viewer's will do."""
    return Place(state, viewer.networks)


def estimates(state: str, year: int, language: str) -> list[DayOff]:
    """Return the holidays of a year by the calendar, by day; movable ones may fall a day earlier or later.

    Names are in the reader's language where the calendar has them, else in English. A State that the
    calendar does not know has none.
    """
    try:
        spoken = country_holidays(state).supported_languages
        chosen = next((one for one in spoken if one.partition("_")[0] == language), "en_US")
        days = country_holidays(state, years=year, language=chosen if chosen in spoken else None)
    except NotImplementedError:
        return []
    return [DayOff(day, name) for day, name in sorted(days.items())]


def list_confirmed(state: str, year: int) -> Sequence[Holiday]:
    """Return what was confirmed for a year, by day."""
    own = (Holiday.jurisdiction_key == state, Holiday.day.between(date(year, 1, 1), date(year, 12, 31)))
    query = select(Holiday).where(*own, Holiday.confirmed_at.is_not(None))
    return db.session.scalars(query.order_by(Holiday.day)).all()


def version_of(rows: Iterable[Holiday]) -> str:
    """Return what tells whether somebody confirmed these days anew."""
    return max((row.confirmed_at.isoformat() for row in rows if row.confirmed_at), default="")


def confirm(viewer: Viewer, state: Jurisdiction, year: int, days: Sequence[DayOff], version: str) -> None:
    """Make these the holidays of a year and lay out anew the rotas of the State.

    Raises NotPermitted, Conflict where another coordinator did so meanwhile, and InvalidInput for a
    day of another year or one named twice.
    """
    require(viewer, Action.KEEP_ROTA, place_of_holidays(viewer, state.key))
    rows = {row.day: row for row in list_confirmed(state.key, year)}
    if version_of(rows.values()) != version:
        raise Conflict(
            _l("Somebody confirmed these holidays meanwhile. What you typed is still here: send it again to set it.")
        )
    _check(days, year)
    before = {day.isoformat(): row.is_off for day, row in rows.items()}
    _write(viewer, state.key, {one.day: one for one in days}, rows)
    after = {one.day.isoformat(): one.is_off for one in days}
    record(viewer.account_id, "holidays_confirmed", ("holiday", f"{state.key}-{year}"), "", before, after)
    for desk in _desks_with_rota(state.key):
        held = get_rota(desk.key)
        if held is not None:
            lay_out(desk, held, clock.now())


def _check(days: Sequence[DayOff], year: int) -> None:
    if any(one.day.year != year for one in days):
        raise InvalidInput(_l("Every day must lie in the year %(year)s.", year=str(year)))
    if len({one.day for one in days}) < len(days):
        raise InvalidInput(_l("A day is named twice."))


def _write(viewer: Viewer, state: str, days: Mapping[date, DayOff], rows: Mapping[date, Holiday]) -> None:
    for day, row in rows.items():
        if day not in days:
            db.session.delete(row)
    for day, one in days.items():
        row = rows.get(day) or Holiday(jurisdiction_key=state, day=day)
        row.name, row.is_off = one.name, one.is_off
        row.confirmed_by_id, row.confirmed_at = viewer.account_id, clock.now()
        db.session.add(row)
    db.session.flush()


def _desks_with_rota(state: str) -> Sequence[FocalPoint]:
    query = select(FocalPoint).join(DeskRota, DeskRota.focal_point_key == FocalPoint.key)
    return db.session.scalars(query.where(FocalPoint.authority.has(Authority.jurisdiction_key == state))).all()
