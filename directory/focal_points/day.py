"""The coming day of desks in the viewer's own time: until when somebody is on duty and when next, and for each State
a band of 24 hours in which somebody can be reached."""

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import datetime, timedelta
from zoneinfo import ZoneInfo

from babel.dates import format_datetime, get_timezone_gmt
from flask_babel import gettext

from directory.access.facts import Link, state_link
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.focal_points import reach
from directory.focal_points.reach import DeskState
from directory.focal_points.rota import DAY, Stretch
from directory.models import Jurisdiction
from directory.people.presenters.words import Moment

MINUTE = timedelta(minutes=1)
TICK = timedelta(hours=6)
UTC = "UTC"


@dataclass(frozen=True)
class Duty:
    """What the rota says now: somebody is on duty `until`, or nobody is; `next` is when the next duty begins."""

    until: Moment | None
    next: Moment | None


@dataclass(frozen=True)
class Band:
    """24 hours of one State: `parts` are start and length in minutes, `words` say the same."""

    state: Link
    parts: tuple[tuple[int, int], ...]
    words: str


@dataclass(frozen=True)
class Day:
    """The day that begins with the present hour, with what the rotas of desks say, by desk."""

    zone: str
    offset: str
    ticks: tuple[Moment, ...]
    bands: list[Band]
    duties: Mapping[str, Duty]


def zone_of(viewer: Viewer) -> str:
    """Return the viewer's own zone: the first of their State; UTC for who has none."""
    state = db.session.get(Jurisdiction, viewer.jurisdiction) if viewer.jurisdiction else None
    return state.time_zones[0] if state is not None and state.time_zones else UTC


def day_of(viewer: Viewer, desks: Sequence[DeskState], now: datetime, language: str) -> Day:
    """Return the coming day of some desks; the number of SQL statements does not grow with them."""
    zone = zone_of(viewer)
    here = now.astimezone(ZoneInfo(zone))
    begins = now - timedelta(minutes=here.minute, seconds=here.second, microseconds=here.microsecond)
    clock = _Clock(ZoneInfo(zone), here, language)
    read = {desk.key for desk in desks if desk.has_rota}
    following = reach.list_next(read, now)
    return Day(
        zone=zone,
        offset=get_timezone_gmt(here, "long", locale="en").replace("GMT", "UTC"),
        ticks=tuple(clock.hour(begins + number * TICK) for number in range(5)),
        bands=_bands(desks, reach.list_stretches(read, begins, begins + DAY), begins, clock),
        duties={
            desk.key: Duty(clock.moment(desk.until), clock.moment(following.get(desk.key)))
            for desk in desks
            if desk.has_rota
        },
    )


@dataclass(frozen=True)
class _Clock:
    zone: ZoneInfo
    here: datetime
    language: str

    def hour(self, at: datetime) -> Moment:
        local = at.astimezone(self.zone)
        return Moment(local.isoformat(timespec="minutes"), format_datetime(local, "HH:mm", locale=self.language))

    def moment(self, at: datetime | None) -> Moment | None:
        """Return an instant, with its day where that is not today."""
        if at is None:
            return None
        local = at.astimezone(self.zone)
        pattern = "HH:mm" if local.date() == self.here.date() else "EEE d MMM HH:mm"
        return Moment(local.isoformat(timespec="minutes"), format_datetime(local, pattern, locale=self.language))


def _bands(
    desks: Iterable[DeskState], stretches: Mapping[str, Sequence[Stretch]], begins: datetime, clock: _Clock
) -> list[Band]:
    """Return the States of some desks in their order; one of whose desks neither rota nor cover says anything has
    none."""
    by_state: dict[str, list[DeskState]] = {}
    for desk in desks:
        if desk.state and (desk.has_rota or desk.is_round_the_clock):
            by_state.setdefault(desk.state, []).append(desk)
    found = []
    for code, own in by_state.items():
        is_published = any(not desk.has_rota for desk in own)
        on_duty = [stretch for desk in own for stretch in stretches.get(desk.key, ())]
        whole = [(begins, begins + DAY)] if is_published else _joined(on_duty, begins)
        words = gettext("all 24 hours, as published") if is_published else _words(whole, begins, clock)
        parts = tuple((int((begin - begins) / MINUTE), int((end - begin) / MINUTE)) for begin, end in whole)
        found.append(Band(state_link(code, clock.language), parts, words))
    return found


def _joined(stretches: Iterable[Stretch], begins: datetime) -> list[Stretch]:
    """Return what stretches cover together of the day, in order."""
    found: list[Stretch] = []
    for begin, end in sorted(stretches):
        begin, end = max(begin, begins), min(end, begins + DAY)  # noqa: PLW2901 (cut to the day)
        if found and begin <= found[-1][1]:
            found[-1] = (found[-1][0], max(end, found[-1][1]))
        elif begin < end:
            found.append((begin, end))
    return found


def _words(stretches: Sequence[Stretch], begins: datetime, clock: _Clock) -> str:
    if not stretches:
        return str(gettext("nobody on duty in these 24 hours"))
    if stretches == [(begins, begins + DAY)]:
        return str(gettext("all 24 hours"))
    return "; ".join(f"{clock.hour(begin).text}–{clock.hour(end).text}" for begin, end in stretches)
