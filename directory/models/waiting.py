"""Comparisons of stored timestamps that tolerate a clock that once ran ahead.

Without these a row would wait, or stay valid, until the time that the wrong clock showed.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_

# So far apart may the clocks of several nodes be; farther, and they refuse each other's codes of generators as well.
APART = timedelta(minutes=2)


def has_come(moment: Any, now: datetime, longest: timedelta) -> ColumnElement[bool]:
    """Return the condition that a moment has come, or lies more than twice `longest`, the longest wait, ahead.

    Twice, since the clocks of several nodes may differ by some seconds.
    """
    return or_(moment <= now, moment > now + 2 * longest)


def is_over(expires_at: Any, now: datetime, longest: timedelta) -> Any:
    """Return whether something has expired, or would last longer than `longest`; of a column, the condition of that."""
    return (expires_at <= now) | is_ahead(expires_at, now, longest)


def is_ahead(moment: Any, now: datetime, longest: timedelta = timedelta()) -> Any:
    """Return whether a moment lies farther ahead than a correct clock can have written it, with `longest` as the
    longest time ahead; of a column, the condition of that."""
    return moment > now + longest + APART
