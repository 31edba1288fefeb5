"""Stretches of time that are kept apart from each other."""

from bisect import bisect_left, bisect_right, insort
from datetime import datetime

Stretch = tuple[datetime, datetime]


class StretchesApart:
    """Stretches of time apart from each other, in order."""

    def __init__(self) -> None:
        self.stretches: list[Stretch] = []

    def take(self, start: datetime, end: datetime) -> None:
        """Take a stretch away from all."""
        first = bisect_right(self.stretches, start, key=lambda one: one[1])
        last = bisect_left(self.stretches, end, key=lambda one: one[0])
        met = self.stretches[first:last]
        outside = [(begin, start) for begin, _end in met[:1] if begin < start]
        outside += [(end, ends) for _begin, ends in met[-1:] if ends > end]
        self.stretches[first:last] = outside

    def put(self, start: datetime, end: datetime) -> None:
        """Add a stretch that meets none of them."""
        insort(self.stretches, (start, end))
