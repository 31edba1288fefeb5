"""Reads the alarms from which figures are made, limited to desks whose figures a viewer may read."""

from collections.abc import Mapping, Sequence
from datetime import datetime, timedelta
from typing import Any, NamedTuple
from zoneinfo import ZoneInfo

from sqlalchemy import ColumnElement, Select, and_, not_, select

from directory.access.policy import Action, permitted_rows
from directory.access.viewer import Viewer
from directory.alarms.service import RETENTION
from directory.extensions import db
from directory.focal_points.weekends import weekend_of
from directory.models import Alarm, AlarmAttempt, Authority, DeskRota, FocalPoint, Jurisdiction
from directory.statistics.queries.demonstration import counts_in_figures
from directory.vocabulary import AlarmEnd, AlarmOccasion, AttemptState

# Only alarms with these ends count. The other ends do not show whether a message wakes a person.
CONCLUSIVE_ENDS = (AlarmEnd.ACKNOWLEDGED, AlarmEnd.UNACKNOWLEDGED)
UTC_ZONE = "UTC"


class CountedMessage(NamedTuple):
    """A message that a gateway accepted. `way` is a code of ALARM_WAYS. `waited` is the time from the handover to the
    acknowledgement by this message, or None without an acknowledgement."""

    way: str
    waited: timedelta | None


class CountedAlarm(NamedTuple):
    """An alarm that ended acknowledged or unacknowledged.

    - `raised_at`: in the time zone of the desk
    - `is_weekend`: the day of `raised_at` belongs to the weekend of the desk's State
    - `waited`: the time from the alarm to its acknowledgement, or None without an acknowledgement
    """

    network: str
    raised_at: datetime
    is_weekend: bool
    waited: timedelta | None
    messages: tuple[CountedMessage, ...]


class AlarmPeriod(NamedTuple):
    """The alarms of one occasion that ended in [since, until)."""

    occasion: AlarmOccasion
    since: datetime
    until: datetime

    def is_kept(self, now: datetime) -> bool:
        """Return whether no alarm of the period has been deleted yet."""
        return self.since >= now - RETENTION

    def condition(self) -> ColumnElement[bool]:
        """Return the SQL condition that an alarm is of this period."""
        return and_(Alarm.occasion == self.occasion, Alarm.ended_at >= self.since, Alarm.ended_at < self.until)


def list_in_scope(viewer: Viewer, period: AlarmPeriod) -> list[CountedAlarm]:
    """Return the alarms of a period to desks in the viewer's scope, oldest first."""
    return _list(_reached(viewer, Action.VERIFY), period.condition())


def list_of_others(viewer: Viewer, period: AlarmPeriod) -> list[CountedAlarm]:
    """Return the alarms of a period to the other desks of the viewer's networks, oldest first.

    Desks in the viewer's scope are left out, since the viewer could subtract them from a sum.
    """
    return _list(_reached(viewer, Action.READ_FIGURES), not_(_reached(viewer, Action.VERIFY)), period.condition())


def _reached(viewer: Viewer, action: Action) -> ColumnElement[bool]:
    return permitted_rows(viewer, action, Authority.jurisdiction_key, FocalPoint.network_key)


def _list(*conditions: ColumnElement[bool]) -> list[CountedAlarm]:
    real = (Alarm.is_exercise.is_(False), Alarm.end.in_(CONCLUSIVE_ENDS), counts_in_figures(), *conditions)
    columns: Any = (Alarm.id, FocalPoint.network_key, Authority.jurisdiction_key, Alarm.raised_at, Alarm.ended_at)
    query = _at_desks(select(*columns, Alarm.end, DeskRota.zone, Jurisdiction.time_zones))
    query = query.outerjoin(DeskRota, DeskRota.focal_point_key == FocalPoint.key)
    query = query.outerjoin(Jurisdiction, Jurisdiction.key == Authority.jurisdiction_key)
    messages = _messages(*real)
    return [_counted(row, messages) for row in db.session.execute(query.where(*real).order_by(Alarm.id))]


def _messages(*conditions: ColumnElement[bool]) -> Mapping[int, Sequence[CountedMessage]]:
    one = AlarmAttempt
    columns: Any = (one.alarm_id, one.kind, one.handed_over_at, one.acknowledged_at)
    query = _at_desks(select(*columns))
    query = query.join(one, one.alarm_id == Alarm.id).where(*conditions, one.state == AttemptState.HANDED_OVER)
    found: dict[int, list[CountedMessage]] = {}
    for alarm, way, handed_over_at, acknowledged_at in db.session.execute(query.order_by(one.id)):
        waited = acknowledged_at - handed_over_at if acknowledged_at and handed_over_at else None
        found.setdefault(alarm, []).append(CountedMessage(way, waited))
    return found


def _at_desks(query: Select[Any]) -> Select[Any]:
    return query.select_from(Alarm).join(FocalPoint, FocalPoint.key == Alarm.focal_point_key).join(FocalPoint.authority)


def _counted(row: Any, messages: Mapping[int, Sequence[CountedMessage]]) -> CountedAlarm:
    zone = row.zone or next(iter(row.time_zones or ()), UTC_ZONE)
    local = row.raised_at.astimezone(ZoneInfo(zone))
    is_weekend = local.weekday() in weekend_of(row.jurisdiction_key or "")
    waited = row.ended_at - row.raised_at if row.end == AlarmEnd.ACKNOWLEDGED else None
    return CountedAlarm(row.network_key, local, is_weekend, waited, tuple(messages.get(row.id, ())))
