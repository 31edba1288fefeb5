"""Rotations: people who relieve each other in order. A rotation is turned into weekly patterns of each person. The
module uses no database.

- A turn is a day, a week or two weeks. Throughout a turn, each part of the day belongs to one person.
- The people take the parts in order. With three people and two parts, the first and the second person have the first
  turn, the third and the first person have the next turn.
- A day of duty lasts from the beginning of its first part to the same time of the next day. So a night belongs to the
  day on which it begins, also after midnight.
- Turns that last weeks begin on a fixed weekday, `handover`. If the first day is another weekday, the first turn is
  shorter.
"""

from collections import defaultdict
from collections.abc import Collection, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from math import gcd, lcm
from zoneinfo import ZoneInfo

from directory.focal_points.shift_generation import DAY, Pattern
from directory.vocabulary import DayDivision, Turn

DAYS_OF_A_WEEK = 7
EVERY_DAY = frozenset(range(DAYS_OF_A_WEEK))
DAYS_OF_A_TURN: Mapping[Turn, int] = {Turn.DAY: 1, Turn.WEEK: 7, Turn.TWO_WEEKS: 14}
# The number of parts of the day, which is also the number of people on duty in a turn.
TIMES_OF: Mapping[DayDivision, int] = {
    DayDivision.WHOLE: 1,
    DayDivision.TWO: 2,
    DayDivision.THREE: 3,
    DayDivision.OFFICE: 2,
}


@dataclass(frozen=True)
class DayPart:
    """A part of the day on some weekdays, Monday being 0. If `ends` is not after `starts`, it ends on the next day."""

    weekdays: frozenset[int]
    starts: time
    ends: time


@dataclass(frozen=True)
class RotationPlan:
    """A rotation as plain values; see `directory.models.Rotation` for their meaning. `members` are account ids, in
    order."""

    members: tuple[int, ...]
    division: DayDivision
    # When the parts of the day begin, TIMES_OF[division] times. The first is the time at which one person hands over to
    # the next.
    starts: tuple[time, ...]
    turn: Turn
    handover: int
    valid_from: date
    # The last day.
    valid_until: date | None = None
    office_days: frozenset[int] = frozenset()
    has_deputies: bool = False

    @property
    def has_fixed_shifts(self) -> bool:
        """Whether the day has several parts and each person always has the same part."""
        parts = TIMES_OF[self.division]
        return parts > 1 and len(self.members) % parts == 0

    def parts(self) -> list[tuple[DayPart, ...]]:
        """Return one tuple for each person who has duty in a turn, in the order of the people. The tuple contains the
        parts of the day that this person has."""
        if self.division is DayDivision.OFFICE:
            begins, ends = self.starts
            nights = DayPart(self.office_days, ends, begins), DayPart(EVERY_DAY - self.office_days, begins, begins)
            return [(DayPart(self.office_days, begins, ends),), nights]
        following = (*self.starts[1:], self.starts[0])
        return [(DayPart(EVERY_DAY, *bounds),) for bounds in zip(self.starts, following, strict=True)]

    def holds_on(self, day: date) -> bool:
        """Return whether the rotation is in force on a day."""
        return self.valid_from <= day <= (self.valid_until or day)

    def holds_at(self, at: datetime, zone: str) -> bool:
        """Return whether the rotation is in force at an instant. A day of duty begins when its first part begins."""
        local = at.astimezone(ZoneInfo(zone))
        return self.holds_on(local.date() - DAY * (local.time() < self.starts[0]))

    def deputy_of(self, member: int, away: Collection[int | None]) -> int | None:
        """Return the deputy of a member: the next person in the order who is not in `away`. Return None if the rotation
        has no deputies, if the member is not in the rotation, or if all others are away."""
        if not self.has_deputies or member not in self.members:
            return None
        place = self.members.index(member) + 1
        following = (*self.members[place:], *self.members[: place - 1])
        return next((one for one in following if one not in away), None)

    def patterns(self) -> list[Pattern]:
        """Return the weekly patterns of all people."""
        return [pattern for part, days in self._days_of_parts() for pattern in self._repeated(part, days)]

    def _days_of_parts(self) -> Iterator[tuple[DayPart, "_Days"]]:
        """Yield each part of the day with the weekdays on which each person begins this part.

        The weekdays are keyed by account id, then by number of the week. The week of the first day has the number 0.
        After `_weeks` weeks, the shifts repeat.
        """
        monday, weeks = self._first_monday, self._weeks
        for place, parts in enumerate(self.parts()):
            for part in parts:
                # A part that begins earlier than the first part (`starts[0]`) falls on the next calendar day.
                later = DAY * (part.starts < self.starts[0])
                found: _Days = defaultdict(lambda: defaultdict(set))
                for number in range(weeks * DAYS_OF_A_WEEK):
                    day = monday + number * DAY
                    if day.weekday() in part.weekdays:
                        week = (day + later - monday).days // DAYS_OF_A_WEEK % weeks
                        found[self._member_on(day, place)][week].add((day + later).weekday())
                yield part, found

    def _repeated(self, part: DayPart, days: "_Days") -> Iterator[Pattern]:
        later = DAY * (part.starts < self.starts[0])
        first, last = self.valid_from + later, self.valid_until and self.valid_until + later
        for member, weeks in days.items():
            for week, weekdays in weeks.items():
                begins = self._first_monday + week * DAYS_OF_A_WEEK * DAY
                if begins + (DAYS_OF_A_WEEK - 1) * DAY < first:
                    begins += self._weeks * DAYS_OF_A_WEEK * DAY
                begins = max(begins, first)
                if last is None or begins <= last:
                    yield Pattern(member, frozenset(weekdays), part.starts, part.ends, begins, last, self._weeks)

    @property
    def _first_monday(self) -> date:
        return self.valid_from - self.valid_from.weekday() * DAY

    @property
    def _weeks(self) -> int:
        """The number of weeks after which the same people have the same shifts."""
        parts, people = TIMES_OF[self.division], len(self.members)
        cycle = people // gcd(people, parts) * DAYS_OF_A_TURN[self.turn]
        return lcm(cycle, DAYS_OF_A_WEEK) // DAYS_OF_A_WEEK

    def _member_on(self, day: date, place: int) -> int:
        length = DAYS_OF_A_TURN[self.turn]
        since_handover = 0 if length == 1 else (self.valid_from.weekday() - self.handover) % DAYS_OF_A_WEEK
        turn = (day - self.valid_from).days + since_handover
        return self.members[(turn // length * TIMES_OF[self.division] + place) % len(self.members)]


_Days = dict[int, dict[int, set[int]]]


def default_starts(division: DayDivision, starts: Sequence[time | None]) -> tuple[time, ...]:
    """Return the times at which the parts of the day begin. Times that are missing or None in `starts` are filled in:

    - The first part begins at midnight.
    - Office hours last nine hours.
    - In the other divisions of the day, all parts are equally long.
    """
    first = starts[0] or time()
    hours = 9 if division is DayDivision.OFFICE else 24 // TIMES_OF[division]
    return tuple(
        (starts[number] if number < len(starts) else None) or _after(first, number * hours)
        for number in range(TIMES_OF[division])
    )


def _after(at: time, hours: int) -> time:
    minutes = at.hour * 60 + at.minute + hours * 60
    return time(minutes // 60 % 24, minutes % 60)
