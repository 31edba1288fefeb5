"""Two hundred invented desks, how each of them answers, and what the people of the simulation noted.

The truth of the year is made of these notes by the rules of this file: none of the product's rules is asked.
"""

import statistics
from collections.abc import Iterable, Iterator
from dataclasses import dataclass, field
from datetime import UTC, date, datetime, timedelta
from random import Random

STATES = ("AM", "KG", "KZ", "TJ")
DESKS = 200
BEGINS = datetime(2027, 1, 1, 12, tzinfo=UTC)
DAY, HOUR, MINUTE = timedelta(days=1), timedelta(hours=1), timedelta(minutes=1)
YEAR, LASTS = 365 * DAY, 7 * DAY
# When the exercises of the year begin.
SPRING, AUTUMN = BEGINS + 60 * DAY, BEGINS + 240 * DAY
CALL, MAIL, ALARM = "call", "message", "alarm"
WAYS = (CALL, MAIL, ALARM)
MINUTES_TO_ANSWER = 60
DAYS_BETWEEN_CALLS = 40
# How long the proofs of a tested desk are good.
GOOD_FOR = {"test": 92 * DAY, "exercise": 365 * DAY, "confirmation": 365 * DAY}


@dataclass
class SimulatedDesk:
    """A desk and its people. `delays` are the minutes until it answers by each way; None means never.

    - `silent`: from when until when nobody there answers anything, or None
    - `officer_left`, `deputy_left`: when that person leaves, or None. The officer alone is woken by alarms.
    """

    key: str
    state: str
    delays: dict[str, int | None]
    silent: tuple[datetime, datetime] | None = None
    officer_left: datetime | None = None
    deputy_left: datetime | None = None
    phone: str = ""
    calls: list[tuple[datetime, bool]] = field(default_factory=list)

    def minutes_of(self, way: str, at: datetime) -> int | None:
        """Return after how many minutes the desk answers what comes at this time, or None."""
        if self.silent and self.silent[0] <= at < self.silent[1]:
            return None
        return self.delays[way]

    def has_officer(self, at: datetime) -> bool:
        return self.officer_left is None or at < self.officer_left


def make_desks(source: Random) -> list[SimulatedDesk]:
    """Return the desks, with what is planted in them: delays, silences and leavers."""
    return [_planted(number, source) for number in range(DESKS)]


def _planted(number: int, source: Random) -> SimulatedDesk:
    delays: dict[str, int | None] = {way: source.randrange(55) for way in WAYS}
    desk = SimulatedDesk(f"year-{number:03}", STATES[number % len(STATES)], delays)
    kind = source.choice(("good", "good", "good", "mute", "late", "silent", "officer", "deputy"))
    some_day = BEGINS + source.randrange(1, 330) * DAY
    if kind == "mute":
        delays[source.choice(WAYS)] = None
    elif kind == "late":
        delays[MAIL] = source.randrange(61, 600)
    elif kind == "silent":
        desk.silent = some_day, some_day + source.randrange(5, 120) * DAY
    elif kind == "officer":
        desk.officer_left = some_day
    elif kind == "deputy":
        desk.deputy_left = some_day
    return desk


@dataclass(frozen=True)
class Note:
    """What somebody of the simulation saw of one test of an exercise: when it came, and after how many minutes the desk
    answered, or None."""

    desk: str
    way: str
    at: datetime
    minutes: int | None


def is_in_time(note: Note) -> bool:
    return note.minutes is not None and (note.way == CALL or note.minutes <= MINUTES_TO_ANSWER)


def is_reached(note: Note) -> bool:
    """A letter that arrived has reached the desk, a call only if somebody answered."""
    return note.way != CALL or note.minutes is not None


Figures = tuple[int, int, int, int, float | str, int]


def figures_of(desks: Iterable[SimulatedDesk], notes: Iterable[Note], ways: tuple[str, ...] = WAYS) -> Figures:
    """Return what the report must say of these desks: tests, reached, answered, in percent, median of the minutes, and
    tests not made. Each line, and who is on duty, is tested once; nobody notes an alarm that reaches nobody."""
    keys = {one.key for one in desks}
    own = [one for one in notes if one.desk in keys and one.way in ways]
    waited = [float(one.minutes or 0) for one in own if is_in_time(one)]
    tests = len(keys) * len(ways)
    median: float | str = round(statistics.median(waited), 1) if waited else ""
    return tests, sum(map(is_reached, own)), len(waited), round(100 * len(waited) / tests), median, 0


def passed(desk: SimulatedDesk, notes: Iterable[Note]) -> bool:
    return sum(is_in_time(one) for one in notes if one.desk == desk.key) == len(WAYS)


def lapses_on(desk: SimulatedDesk, exercises: Iterable[date], on: datetime) -> date | None:
    """Return the first day on which a desk is not tested any more, or None if it is not tested on this day.

    `exercises` are the days on which it passed one. Its office confirmed the entry when the year began.
    """
    calls = [(at, is_answered) for at, is_answered in desk.calls if at <= on]
    if not calls or not calls[-1][1] or (desk.deputy_left and desk.deputy_left <= on):
        return None
    days = [day for day in exercises if day <= on.date()]
    if not days:
        return None
    ends = (
        BEGINS.date() + GOOD_FOR["confirmation"],
        calls[-1][0].date() + GOOD_FOR["test"],
        days[-1] + GOOD_FOR["exercise"],
    )
    return min(ends) + DAY if on.date() <= min(ends) else None


def in_order(begins: datetime, ends: datetime, step: timedelta) -> Iterator[datetime]:
    at = begins
    while at <= ends:
        yield at
        at += step
