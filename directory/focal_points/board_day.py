"""The duties of desks now and in the next 24 hours, in the viewer's time zone."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from functools import cache
from zoneinfo import ZoneInfo

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from directory import dates, i18n
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.focal_points import desk_states
from directory.focal_points.desk_states import DeskState, Duty
from directory.focal_points.intervals import Interval
from directory.focal_points.rotas.presenters.times import between
from directory.focal_points.shift_generation import DAY
from directory.models import Jurisdiction
from directory.people.presenters.words import InstantText

MINUTE = timedelta(minutes=1)
TICK = timedelta(hours=6)
UTC = "UTC"


@dataclass(frozen=True)
class DutyLine:
    """The present state of a desk's rota in words."""

    is_on_duty: bool
    state: str
    # The end of the present duty and the start of the next duty, as far as known.
    times: tuple[str, ...]


@dataclass(frozen=True)
class DeskDuties:
    """The duties of the desks with a readable rota, in the 24 hours from the start of the present hour."""

    # The viewer's time zone, and in this zone the present time and the start of the present hour.
    zone: str
    now: datetime
    begins: datetime
    # From the key of each desk to its duties, sorted by start.
    shifts: Mapping[str, Sequence[Duty]]
    # From the key of each desk to the present state of its rota.
    lines: Mapping[str, DutyLine]

    @property
    def on_duty(self) -> Mapping[str, Sequence[int]]:
        """A mapping from desk key to the account ids of the people on duty now."""
        return {key: [duty.account for duty in own if duty.holds(self.now)] for key, own in self.shifts.items()}


@dataclass(frozen=True)
class Band:
    """The next 24 hours at the desks of one State. `state` is the name of the State."""

    state: str
    # Start and length of each interval in which somebody can be reached, in minutes from the start of the 24 hours.
    parts: tuple[tuple[int, int], ...]
    words: str
    # Whether the band comes from published cover and not from a rota.
    is_published: bool


@dataclass(frozen=True)
class BoardDay:
    """The 24 hours of the board from the start of the present hour, in the time zone `zone`."""

    zone: str
    # Five instants: the start, then every six hours up to the end.
    ticks: tuple[InstantText, ...]
    # One band for each State with a readable rota or a reachable desk.
    bands: list[Band]


def zone_of(viewer: Viewer) -> str:
    """Return the viewer's time zone: the first zone of the viewer's State, or else UTC."""
    state = db.session.get(Jurisdiction, viewer.jurisdiction) if viewer.jurisdiction else None
    return state.time_zones[0] if state is not None and state.time_zones else UTC


def duties_of(viewer: Viewer, desks: Sequence[DeskState], now: datetime, language: str) -> DeskDuties:
    """Return the duties of some desks. The number of SQL statements does not grow with the number of desks."""
    zone = zone_of(viewer)
    here = now.astimezone(ZoneInfo(zone))
    begins = now - timedelta(minutes=here.minute, seconds=here.second, microseconds=here.microsecond)
    clock = _Clock(here, language)
    read = {one.desk.key: one for one in desks if one.has_rota}
    shifts = desk_states.list_shifts(read, begins, begins + DAY)
    following = _following(read, shifts, now)
    lines = {key: clock.duty(one.until, following.get(key)) for key, one in read.items()}
    return DeskDuties(zone, here, begins, shifts, lines)


def day_of(desks: Iterable[DeskState], duties: DeskDuties, language: str) -> BoardDay:
    """Return the next 24 hours of some desks. `duties` must be the result of `duties_of` for the same desks."""
    clock = _Clock(duties.now, language)
    ticks = tuple(clock.hour(duties.begins + number * TICK) for number in range(5))
    return BoardDay(duties.zone, ticks, _bands(desks, duties.shifts, duties.begins, clock))


def _following(desks: Iterable[str], shifts: Mapping[str, Sequence[Duty]], now: datetime) -> Mapping[str, datetime]:
    """Return the start of the next duty for each desk key. The start may lie after the 24 hours of the board."""
    starts = {key: [duty.starts_at for duty in own if duty.starts_at > now] for key, own in shifts.items()}
    found = {key: min(own) for key, own in starts.items() if own}
    return {**desk_states.list_next([key for key in desks if key not in found], now), **found}


class _Clock:
    """Puts times into words, in the viewer's time zone. `here` is the present time in this zone."""

    def __init__(self, here: datetime, language: str) -> None:
        self._zone, self._today, self.language = here.tzinfo, here.date(), language
        self.hour, self._moment = cache(self._hour), cache(self._moment_of)
        self._on_duty, self._nobody = gettext("on duty now"), gettext("nobody on duty now")
        self._until = str(_l("until %(time)s"))
        self._next = str(_l("next duty from %(time)s"))
        self._nobody_until = str(_l("then nobody until %(time)s"))

    def duty(self, until: datetime | None, following: datetime | None) -> DutyLine:
        """Return a rota's state in words. `until` is the end of the present duty, `following` the start of the next
        duty. If nobody is on duty between the two, the words say so."""
        has_gap = until is not None and following is not None and until < following
        times = ((self._until, until), (self._nobody_until if has_gap else self._next, following))
        words = tuple(words % {"time": self._moment(at)} for words, at in times if at is not None)
        return DutyLine(until is not None, self._nobody if until is None else self._on_duty, words)

    def _hour(self, at: datetime) -> InstantText:
        local = at.astimezone(self._zone)
        return InstantText(local.isoformat(timespec="minutes"), dates.clock_time(local))

    def _moment_of(self, at: datetime) -> str:
        local = at.astimezone(self._zone)
        return dates.clock_time(local) if local.date() == self._today else dates.weekday_datetime(local, self.language)


def _bands(
    desks: Iterable[DeskState], shifts: Mapping[str, Sequence[Duty]], begins: datetime, clock: _Clock
) -> list[Band]:
    by_state: dict[str, list[DeskState]] = {}
    for one in desks:
        if one.desk.state and (one.has_rota or one.is_reachable):
            by_state.setdefault(one.desk.state, []).append(one)
    found = []
    for code, own in by_state.items():
        is_published = any(not one.has_rota for one in own)
        on_duty = [(duty.starts_at, duty.ends_at) for one in own for duty in shifts.get(one.desk.key, ())]
        whole = [(begins, begins + DAY)] if is_published else _joined(on_duty, begins)
        words = gettext("all 24 hours, as published") if is_published else _words(whole, begins, clock)
        parts = tuple((int((begin - begins) / MINUTE), int((end - begin) / MINUTE)) for begin, end in whole)
        found.append(Band(i18n.territory_name(code, clock.language), parts, words, is_published))
    return found


def _joined(stretches: Iterable[Interval], begins: datetime) -> list[Interval]:
    """Return the union of the intervals, sorted and cut to the 24 hours from `begins`."""
    found: list[Interval] = []
    for begin, end in sorted(stretches):
        begin, end = max(begin, begins), min(end, begins + DAY)  # noqa: PLW2901 (cut to the day)
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif begin < end:
            found.append((begin, end))
    return found


def _words(stretches: Sequence[Interval], begins: datetime, clock: _Clock) -> str:
    if not stretches:
        return str(gettext("nobody on duty in these 24 hours"))
    if stretches == [(begins, begins + DAY)]:
        return str(gettext("all 24 hours"))
    return "; ".join(between(clock.hour(begin).text, clock.hour(end).text) for begin, end in stretches)
