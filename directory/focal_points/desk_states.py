"""The state of desks at an instant, as far as the viewer may know it. The main question is whether a desk answers.

- If the viewer may read the rota, and its shifts are generated up to the instant, the state follows from the rota.
- Otherwise the published cover (whether the desk says that it answers round the clock) and a number that the viewer may
  read are used. Both must be reliable (`is_reliable`).
- For a visitor, the tables of rotas are not read.
"""

from collections.abc import Collection, Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from typing import Any, NamedTuple

from sqlalchemy import ColumnElement, Select, func, select

from directory.access.facts import FRESH
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.focal_points.duty import is_active_staff
from directory.focal_points.published import PublishedDesk, grades_of_numbers, list_published
from directory.focal_points.queries import rota_is_readable
from directory.focal_points.reachability_results import silent_desks
from directory.focal_points.shift_generation import DAY
from directory.models import DeskRota, FocalPoint, Shift
from directory.verification_age import is_reliable
from directory.vocabulary import Freshness, Role

LOOKED_AHEAD = timedelta(days=14)
# The SQL condition that a shift counts: its person still staffs the desk.
BY_PRESENT_STAFF = is_active_staff(Shift.account_id, Shift.focal_point_key)


class DeskState(NamedTuple):
    """A desk at an instant, as the viewer may know it."""

    desk: PublishedDesk
    # Whether the desk has a rota that the viewer may read.
    has_rota: bool = False
    # The end of the present duty. None if nobody is on duty, or if the desk has no rota that the viewer may read.
    until: datetime | None = None
    # Whether the desk did not answer its last test. False if the viewer may not read the desk's rota.
    is_silent: bool = False
    # The best grade among the desk's numbers that the viewer may read.
    number_grade: Freshness | None = None

    @property
    def is_reachable(self) -> bool:
        """Whether somebody can be reached. This follows from the rota if the viewer may read it, otherwise from the
        published details."""
        return self.until is not None if self.has_rota else self.desk.is_reachable(self.number_grade)

    @property
    def is_certain(self) -> bool:
        """Whether the desk is shown green. If the desk has a rota that the viewer may read, this means that somebody is
        on duty by the rota. Otherwise it means that the desk can be reached, and that its cover and its number are both
        verified and not overdue."""
        is_verified = self.desk.cover_grade in FRESH and self.number_grade in FRESH
        return self.is_reachable and (self.has_rota or is_verified)

    @property
    def lacks_number(self) -> bool:
        """Whether the desk publishes cover round the clock but has no reliable number of its own. For a desk with a
        rota that the viewer may read, the value is false."""
        return not self.has_rota and self.desk.is_round_the_clock and not is_reliable(self.number_grade)


@dataclass(frozen=True)
class Duty:
    """One member's duty; `account` is an account id."""

    account: int
    starts_at: datetime
    ends_at: datetime

    def holds(self, at: datetime) -> bool:
        """Return whether an instant lies within the duty."""
        return self.starts_at <= at < self.ends_at


def states_of(viewer: Viewer, desks: Iterable[PublishedDesk], at: datetime) -> list[DeskState]:
    """Return the state of each desk as the viewer may know it, in the order given.

    Runs three SQL statements, or none for a visitor.
    """
    if viewer.role is Role.VISITOR:
        return [DeskState(desk, number_grade=desk.number_grade) for desk in desks]
    desks = list(desks)
    duties = _duties(at).subquery()
    query = _readable_rotas(viewer, at).outerjoin(duties, duties.c.focal_point_key == DeskRota.focal_point_key)
    until = {row[0]: row[1] for row in db.session.execute(query.add_columns(duties.c.until))}
    silent, numbers = set(db.session.scalars(silent_desks(viewer))), grades_of_numbers(viewer, [d.key for d in desks])
    return [
        DeskState(one, one.key in until, until.get(one.key), one.key in silent, numbers.get(one.key)) for one in desks
    ]


def is_reachable(viewer: Viewer, at: datetime) -> ColumnElement[bool]:
    """Return the SQL condition that a desk can be reached, as in `DeskState.is_reachable`.

    Runs the SQL statements of `list_reachable` first.
    """
    return FocalPoint.key.in_(sorted(list_reachable(viewer, at)))


def list_reachable(viewer: Viewer, at: datetime) -> frozenset[str]:
    """Return the keys of the desks that can be reached at an instant. Ended desks are left out.

    For a visitor, only the present published details are used: `at` has no effect.
    """
    states = states_of(viewer, list_published().values(), at)
    return frozenset(one.desk.key for one in states if one.is_reachable)


def list_shifts(desks: Collection[str], since: datetime, until: datetime) -> Mapping[str, Sequence[Duty]]:
    """Return, for each desk key, the duties that overlap [since, until), sorted by start.

    Call this only for desks whose rota the viewer may read.
    """
    columns = select(Shift.focal_point_key, Shift.account_id, Shift.starts_at, Shift.ends_at)
    inside = (Shift.starts_at >= since - DAY, Shift.starts_at < until, Shift.ends_at > since)
    query = columns.where(Shift.focal_point_key.in_(sorted(desks)), *inside, BY_PRESENT_STAFF).order_by(Shift.starts_at)
    found: dict[str, list[Duty]] = {}
    for desk, account, begins, ends in db.session.execute(query) if desks else ():
        found.setdefault(desk, []).append(Duty(account, begins, ends))
    return found


def list_next(desks: Collection[str], at: datetime) -> Mapping[str, datetime]:
    """Return, for each desk key, the start of the next duty within LOOKED_AHEAD.

    Call this only for desks whose rota the viewer may read.
    """
    if not desks:
        return {}
    query = select(Shift.focal_point_key, func.min(Shift.starts_at)).group_by(Shift.focal_point_key)
    later = (Shift.starts_at > at, Shift.starts_at <= at + LOOKED_AHEAD)
    own = query.where(Shift.focal_point_key.in_(sorted(desks)), *later, BY_PRESENT_STAFF)
    return {row[0]: row[1] for row in db.session.execute(own)}


def _readable_rotas(viewer: Viewer, at: datetime) -> Select[*tuple[Any, ...]]:
    query = select(DeskRota.focal_point_key).join(FocalPoint, FocalPoint.key == DeskRota.focal_point_key)
    return query.join(FocalPoint.authority).where(DeskRota.laid_out_until > at, rota_is_readable(viewer))


def _duties(at: datetime) -> Select[*tuple[Any, ...]]:
    holds = (Shift.starts_at >= at - DAY, Shift.starts_at <= at, Shift.ends_at > at)
    query = select(Shift.focal_point_key, func.max(Shift.ends_at).label("until"))
    return query.where(*holds, BY_PRESENT_STAFF).group_by(Shift.focal_point_key)
