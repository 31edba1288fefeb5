"""How long requests take, with those that are still open counted for as long as they have waited (the estimator of
Kaplan and Meier)."""

from collections.abc import Iterable
from typing import NamedTuple

HALF, MOST = 0.5, 0.8
ROUNDED_TO_DAYS = 10
# Shares are products of fractions: this is far less than one request makes.
EPSILON = 1e-9


class Observed(NamedTuple):
    """A request, seen for `days` from its beginning: until it ended or, if `has_ended` is false, until it was withdrawn
    or last looked at."""

    days: int
    has_ended: bool


def days_until(share: float, observed: Iterable[Observed]) -> int | None:
    """Return after how many days this share of requests has ended, or None if so few have ended that nobody knows."""
    found = sorted(observed, key=lambda one: (one.days, not one.has_ended))
    waiting, left = len(found), 1.0
    for one in found:
        if one.has_ended:
            left *= (waiting - 1) / waiting
            if left <= 1 - share + EPSILON:
                return one.days
        waiting -= 1
    return None


def rounded_up(days: int) -> int:
    """Return days rounded up to ROUNDED_TO_DAYS, and at least that: the days of one request cannot be told from it."""
    return max(-(-days // ROUNDED_TO_DAYS), 1) * ROUNDED_TO_DAYS
