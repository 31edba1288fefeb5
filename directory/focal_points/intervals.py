"""Sets of time intervals that do not overlap."""

from bisect import bisect_left, bisect_right
from datetime import datetime

Interval = tuple[datetime, datetime]


class DisjointIntervals:
    """A set of time intervals that do not overlap. `intervals` contains pairs (start, end), sorted."""

    def __init__(self) -> None:
        self.intervals: list[Interval] = []

    def remove(self, start: datetime, end: datetime) -> None:
        """Remove the time from `start` to `end`, and cut the intervals that lie partly inside."""
        first, last = self._met_by(start, end)
        met = self.intervals[first:last]
        outside = [(begin, start) for begin, _end in met[:1] if begin < start]
        outside += [(end, ends) for _begin, ends in met[-1:] if ends > end]
        self.intervals[first:last] = outside

    def add(self, start: datetime, end: datetime) -> None:
        """Add the time from `start` to `end`, merged with the intervals that overlap it."""
        first, last = self._met_by(start, end)
        met = [*self.intervals[first:last], (start, end)]
        self.intervals[first:last] = [(min(met)[0], max(ends for _begin, ends in met))]

    def _met_by(self, start: datetime, end: datetime) -> tuple[int, int]:
        first = bisect_right(self.intervals, start, key=lambda one: one[1])
        return first, bisect_left(self.intervals, end, lo=first, key=lambda one: one[0])
