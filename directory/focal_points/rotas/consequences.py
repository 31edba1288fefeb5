"""The consequences of a change to a rota, shown before the change is saved. The module uses no database."""

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, replace
from datetime import datetime, timedelta

from directory.focal_points.intervals import Interval
from directory.focal_points.shift_generation import MemberShift, Pattern, Rota, ShiftChange, gaps, overlaps

NOBODY = 0


@dataclass(frozen=True)
class Consequences:
    """The consequences of a change to a rota, in the interval [since, until)."""

    since: datetime
    until: datetime
    # Intervals in which nobody is on duty because of the change.
    new_gaps: Sequence[Interval]
    # Intervals in which more than one person is on duty because of the change.
    new_overlaps: Sequence[Interval]
    # The total length of all gaps after the change.
    without_anyone: timedelta
    without_anyone_before: timedelta


def consequences_of(before: Rota, after: Rota, since: datetime, until: datetime) -> Consequences:
    """Return the consequences of a change from the rota `before` to the rota `after`, in [since, until)."""
    old, new = before.shifts(since, until), after.shifts(since, until)
    old_gaps, new_gaps = gaps(old, since, until), gaps(new, since, until)
    return Consequences(
        since=since,
        until=until,
        new_gaps=_less(new_gaps, old_gaps),
        new_overlaps=_less(overlaps(new, since, until), overlaps(old, since, until)),
        without_anyone=_length(new_gaps),
        without_anyone_before=_length(old_gaps),
    )


def with_pattern(rota: Rota, pattern: Pattern) -> Rota:
    """Return a copy of the rota with one pattern added."""
    return replace(rota, patterns=[*rota.patterns, pattern])


def in_zone(rota: Rota, zone: str) -> Rota:
    """Return a copy of the rota whose patterns are in another time zone."""
    return replace(rota, zone=zone)


def with_changes(rota: Rota, changes: Iterable[ShiftChange]) -> Rota:
    """Return a copy of the rota with further changes, which are applied after its present changes."""
    return replace(rota, changes=[*rota.changes, *changes])


def _less(stretches: Iterable[Interval], taken: Sequence[Interval]) -> list[Interval]:
    covers = [MemberShift(begin, end, NOBODY) for begin, end in taken]
    return [part for begin, end in stretches for part in gaps(covers, begin, end)]


def _length(stretches: Iterable[Interval]) -> timedelta:
    return sum((end - begin for begin, end in stretches), timedelta())
