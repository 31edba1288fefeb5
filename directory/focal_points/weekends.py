"""The weekend of a State, from the library `holidays`."""

from functools import cache

from holidays import country_holidays

SATURDAY, SUNDAY = 5, 6


@cache
def weekend_of(state: str) -> frozenset[int]:
    """Return the weekdays of a State's weekend; Monday is 0. Return Saturday and Sunday if the library `holidays` does
    not know the State."""
    try:
        return frozenset(country_holidays(state).weekend)
    except NotImplementedError:
        return frozenset((SATURDAY, SUNDAY))
