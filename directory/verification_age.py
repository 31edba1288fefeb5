"""How fresh a fact is, from who verified it and when it is due again."""

from collections.abc import Iterable
from datetime import date, timedelta

from directory.vocabulary import Freshness

# A verification is due soon in the last sixth of its period, and no earlier than this.
LONGEST_DUE_SOON = timedelta(days=30)
# What has not been verified for this many periods after it was due is taken for dead.
DEAD_AFTER_PERIODS = 2
# Authorities and their contacts are asked again after 180 days; what nobody has verified yet ends sooner.
LONGEST_VALID = timedelta(days=90)
# From what is surest to answer to what nobody answers any more.
BY_TRUST = (Freshness.VERIFIED, Freshness.DUE_SOON, Freshness.NEVER, Freshness.OVERDUE, Freshness.ENDED, Freshness.DEAD)
WEIGHTS = {Freshness.OVERDUE: 0.9, Freshness.ENDED: 0.8, Freshness.DEAD: 0.8}
# What no office vouches for from now on.
UNRELIABLE = frozenset({Freshness.OVERDUE, Freshness.ENDED, Freshness.DEAD})


def freshness(verified_on: date | None, due_on: date | None, on: date, *, is_dead: bool = False) -> Freshness:
    """Return the grade of a fact on a day; one without a due date stays verified."""
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
    """Return whether what has this grade may be relied on until it is due again; None stands for what is not there."""
    return grade is not None and grade not in UNRELIABLE


def valid_until(due: Iterable[date], made_on: date) -> date:
    """Return the last day on which a copy of facts holds: until the first of them is due again, LONGEST_VALID at most.

    A fact that was overdue when the copy was made does not count: the copy says so itself.
    """
    return min([made_on + LONGEST_VALID, *(day for day in due if day >= made_on)])


def weight(grades: Iterable[Freshness]) -> float:
    """Return the factor by which an entry with facts of these grades ranks lower in a search."""
    return min((WEIGHTS.get(grade, 1.0) for grade in grades), default=1.0)
