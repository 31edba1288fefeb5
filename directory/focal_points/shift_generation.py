"""Generates a desk's shifts, in UTC, from its rota. The module uses no database.

- A pattern repeats weekly in the desk's wall-clock time.
- Changes are applied in the order in which the rota has them, each to the result of the changes before it.
- If the desk's clock skips a time, the time is read with the UTC offset before the skip (RFC 5545, section 3.3.5).
- If a time occurs twice on the desk's clock, its first occurrence is meant (the same section).
"""

from collections import Counter
from collections.abc import Collection, Iterable, Iterator, Sequence
from dataclasses import dataclass, replace
from datetime import UTC, date, datetime, time, timedelta
from heapq import merge
from itertools import pairwise
from zoneinfo import ZoneInfo

from directory.focal_points.intervals import DisjointIntervals, Interval
from directory.vocabulary import RotaChangeKind

DAY = timedelta(days=1)
PUTS_ON_DUTY = frozenset({RotaChangeKind.EXTRA, RotaChangeKind.INSTEAD, RotaChangeKind.SWAP})

# Used instead of account ids, which begin at 1.
EVERYBODY, NOBODY = 0, -1


@dataclass(frozen=True)
class Pattern:
    """A weekly pattern of one member. `member` is an account id."""

    member: int
    # From 0 for Monday.
    weekdays: frozenset[int]
    starts: time
    # If not after `starts`, the shift ends on the next day.
    ends: time
    valid_from: date
    # The last day.
    valid_until: date | None = None
    # Counted from the week of `valid_from`.
    every_weeks: int = 1
    # If false, holidays are skipped.
    on_holidays: bool = True

    def falls_on(self, day: date) -> bool:
        """Return whether a shift of the pattern begins on this day. Holidays are not considered."""
        is_valid = self.valid_from <= day <= (self.valid_until or day)
        first_week = self.valid_from - self.valid_from.weekday() * DAY
        is_its_week = (day - first_week).days // 7 % self.every_weeks == 0
        return is_valid and is_its_week and day.weekday() in self.weekdays


@dataclass(frozen=True)
class ShiftChange:
    """A change of a rota in the interval [starts_at, ends_at), in UTC. `member` and `instead_of` are account ids."""

    kind: RotaChangeKind
    starts_at: datetime
    ends_at: datetime
    member: int | None = None
    # The member whose duty a swap takes over.
    instead_of: int | None = None

    @property
    def takes_from(self) -> int:
        """The account id of the member whom the change takes off duty, or EVERYBODY or NOBODY."""
        if self.kind is RotaChangeKind.EXTRA:
            return NOBODY
        whose = {RotaChangeKind.ABSENCE: self.member, RotaChangeKind.SWAP: self.instead_of}
        found = whose.get(self.kind, EVERYBODY)
        return NOBODY if found is None else found

    @property
    def puts_on_duty(self) -> int:
        """The account id of the member whom the change puts on duty, or NOBODY."""
        return NOBODY if self.kind not in PUTS_ON_DUTY or self.member is None else self.member

    def takes_away(self, shift: "MemberShift") -> bool:
        """Return whether the change removes this shift or a part of it."""
        meets = shift.ends_at > self.starts_at and shift.starts_at < self.ends_at
        return meets and self.takes_from in (EVERYBODY, shift.member)


@dataclass(frozen=True, order=True)
class MemberShift:
    """One member's duty in the interval [starts_at, ends_at), in UTC. `member` is an account id."""

    starts_at: datetime
    ends_at: datetime
    member: int


@dataclass(frozen=True)
class Rota:
    """The patterns, changes and holidays that produce a desk's shifts. `holidays` are days in the desk's zone."""

    zone: str
    patterns: Sequence[Pattern] = ()
    changes: Sequence[ShiftChange] = ()
    holidays: Collection[date] = frozenset()

    def shifts(self, since: datetime, until: datetime) -> list[MemberShift]:
        """Return the shifts that overlap [since, until), sorted by start. Adjoining shifts are not joined."""
        zone = ZoneInfo(self.zone)
        first, last = since.astimezone(zone).date() - DAY, until.astimezone(zone).date()
        found = [shift for pattern in self.patterns for shift in occurrences(pattern, self.holidays, zone, first, last)]
        return sorted(
            shift for shift in apply_changes(found, self.changes) if shift.ends_at > since and shift.starts_at < until
        )


def occurrences(
    pattern: Pattern, holidays: Collection[date], zone: ZoneInfo, first: date, last: date
) -> Iterator[MemberShift]:
    """Yield the shifts of a pattern that begin on the days from `first` to `last`, both included."""
    for number in range((last - first).days + 1):
        day = first + number * DAY
        if pattern.falls_on(day) and (pattern.on_holidays or day not in holidays):
            ends_on = day if pattern.ends > pattern.starts else day + DAY
            shift = MemberShift(
                instant(day, pattern.starts, zone), instant(ends_on, pattern.ends, zone), pattern.member
            )
            if shift.starts_at < shift.ends_at:
                yield shift


def instant(day: date, at: time, zone: ZoneInfo) -> datetime:
    """Return the UTC instant of a wall-clock time in a zone."""
    return datetime.combine(day, at, zone).astimezone(UTC)


def apply_changes(shifts: Iterable[MemberShift], changes: Sequence[ShiftChange]) -> Iterator[MemberShift]:
    """Apply the changes to the shifts, in the order of the changes. Yield the resulting shifts, unsorted."""
    near = _ChangeIndex(changes)
    for shift in shifts:
        yield from near.remaining_parts(shift, changes)
    yield from _duties_left(changes)


def _duties_left(changes: Sequence[ShiftChange]) -> Iterator[MemberShift]:
    left: dict[int, DisjointIntervals] = {}
    for change in changes:
        for member in list(left) if change.takes_from == EVERYBODY else [change.takes_from]:
            if member in left:
                left[member].remove(change.starts_at, change.ends_at)
        if change.puts_on_duty != NOBODY:
            left.setdefault(change.puts_on_duty, DisjointIntervals()).add(change.starts_at, change.ends_at)
    yield from (MemberShift(begin, end, member) for member, apart in left.items() for begin, end in apart.intervals)


class _ChangeIndex:
    def __init__(self, changes: Sequence[ShiftChange]) -> None:
        self.numbers: dict[tuple[int, int], list[int]] = {}
        for number, change in enumerate(changes):
            for day in _days(change) if change.takes_from != NOBODY else ():
                self.numbers.setdefault((change.takes_from, day), []).append(number)

    def remaining_parts(self, shift: MemberShift, changes: Sequence[ShiftChange]) -> list[MemberShift]:
        """Return the parts of a shift that remain after all changes, earliest first."""
        left, keys = [shift], [(whose, day) for day in _days(shift) for whose in (EVERYBODY, shift.member)]
        # A change that touches two days appears twice; the second time it removes nothing.
        for number in merge(*(self.numbers.get(key, ()) for key in keys)):
            if not left:
                break
            change = changes[number]
            left = [part for one in left for part in (_outside(one, change) if change.takes_away(one) else [one])]
        return left


def _days(one: ShiftChange | MemberShift) -> range:
    return range(one.starts_at.toordinal(), one.ends_at.toordinal() + 1)


def _outside(shift: MemberShift, change: ShiftChange) -> Iterator[MemberShift]:
    if shift.starts_at < change.starts_at:
        yield replace(shift, ends_at=change.starts_at)
    if shift.ends_at > change.ends_at:
        yield replace(shift, starts_at=change.ends_at)


def gaps(shifts: Iterable[MemberShift], since: datetime, until: datetime) -> list[Interval]:
    """Return the intervals of [since, until) in which nobody is on duty, sorted and joined."""
    return _joined((begin, end) for begin, end, members in _stretches(shifts, since, until) if not members)


def overlaps(shifts: Iterable[MemberShift], since: datetime, until: datetime) -> list[Interval]:
    """Return the intervals of [since, until) in which two or more members are on duty, sorted and joined."""
    return _joined((begin, end) for begin, end, members in _stretches(shifts, since, until) if len(members) > 1)


def _stretches(
    shifts: Iterable[MemberShift], since: datetime, until: datetime
) -> Iterator[tuple[datetime, datetime, frozenset[int]]]:
    changes: dict[datetime, Counter[int]] = {since: Counter(), until: Counter()}
    for shift in shifts:
        begin, end = max(shift.starts_at, since), min(shift.ends_at, until)
        if begin < end:
            changes.setdefault(begin, Counter())[shift.member] += 1
            changes.setdefault(end, Counter())[shift.member] -= 1
    on_duty: Counter[int] = Counter()
    for begin, end in pairwise(sorted(changes)):
        on_duty.update(changes[begin])
        yield begin, end, frozenset(member for member, times in on_duty.items() if times)


def _joined(stretches: Iterable[Interval]) -> list[Interval]:
    found: list[Interval] = []
    for begin, end in stretches:
        meets = bool(found) and found[-1][1] == begin
        found.append((found.pop()[0] if meets else begin, end))
    return found
