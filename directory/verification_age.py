"""The freshness of a fact. It depends on the day of its verification and on the day when the next verification is
due."""

from collections.abc import Iterable
from datetime import date, timedelta

from directory.vocabulary import Freshness

# A verification is due soon in the last sixth of its period, at most this long before the due day.
LONGEST_DUE_SOON = timedelta(days=30)
# A fact counts as dead when it has been overdue for this many periods.
DEAD_AFTER_PERIODS = 2
# A copy is valid for at most this long, half the 180 days after which authorities are asked to verify again.
LONGEST_VALID = timedelta(days=90)
# From the most to the least reliable.
BY_TRUST = (Freshness.VERIFIED, Freshness.DUE_SOON, Freshness.NEVER, Freshness.OVERDUE, Freshness.ENDED, Freshness.DEAD)
WEIGHTS = {Freshness.OVERDUE: 0.9, Freshness.ENDED: 0.8, Freshness.DEAD: 0.8}
# The freshness of facts that no office vouches for any more.
UNRELIABLE = frozenset({Freshness.OVERDUE, Freshness.ENDED, Freshness.DEAD})


def freshness(verified_on: date | None, due_on: date | None, on: date, *, is_dead: bool = False) -> Freshness:
    """Return the freshness of a fact on the day `on`:

    - DEAD if `is_dead` is true, or if the fact is overdue for more than DEAD_AFTER_PERIODS of its periods
    - NEVER if `verified_on` is None
    - OVERDUE after `due_on`
    - DUE_SOON in the last sixth of the fact's period, but at most LONGEST_DUE_SOON before `due_on`
    - VERIFIED before that, and always if `due_on` is None

    The period of a fact is the time from `verified_on` to `due_on`.
    """
    if is_dead:
        return Freshness.DEAD
    if verified_on is None:
        return Freshness.NEVER
    if due_on is None:
        return Freshness.VERIFIED
    period = due_on - verified_on
    if on > due_on:
        return Freshness.DEAD if on > due_on + DEAD_AFTER_PERIODS * period else Freshness.OVERDUE
    return Freshness.DUE_SOON if on > due_on - min(period / 6, LONGEST_DUE_SOON) else Freshness.VERIFIED


def is_reliable(grade: Freshness | None) -> bool:
    """Return whether a fact exists and its grade is not in UNRELIABLE. `grade` is None if there is no fact."""
    return grade is not None and grade not in UNRELIABLE


def valid_until(due: Iterable[date], made_on: date) -> date:
    """Return the last day on which a copy of facts is valid: the earliest day in `due`, or the day LONGEST_VALID after
    `made_on` if that is earlier.

    Days in `due` before `made_on` do not count.
    """
    return min([made_on + LONGEST_VALID, *(day for day in due if day >= made_on)])


def weight(grades: Iterable[Freshness]) -> float:
    """Return a factor for the rank of an entry in searches: the lowest weight of the grades of its facts. A grade that
    WEIGHTS does not name has the weight 1. If there are no grades, return 1."""
    return min((WEIGHTS.get(grade, 1.0) for grade in grades), default=1.0)
