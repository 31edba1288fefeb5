"""Comparisons of stored timestamps that tolerate a clock that once ran ahead.

Without these comparisons a row would wait, or stay valid, until the time that the wrong clock showed.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_

# How far apart the clocks of several nodes may be. With a larger difference, a node refuses other nodes' sign-in codes.
CLOCK_TOLERANCE = timedelta(minutes=2)


def is_due(moment: Any, now: datetime, longest: timedelta) -> ColumnElement[bool]:
    """Return the SQL condition that a moment has come, or is more than twice `longest` ahead and thus wrong.

    `longest` is the longest wait. Twice as much is allowed since the clocks of several nodes may differ by some
    seconds.
    """
    return or_(moment <= now, moment > now + 2 * longest)


def has_expired(expires_at: Any, now: datetime, longest: timedelta) -> Any:
    """Return whether a row has expired, or would stay valid for longer than `longest`.

    If `expires_at` is a column, return an SQL condition.
    """
    return (expires_at <= now) | is_ahead(expires_at, now, longest)


def is_ahead(moment: Any, now: datetime, longest: timedelta = timedelta()) -> Any:
    """Return whether a moment is so far ahead that no correct clock can have written it.

    `longest` is the longest time by which a correct moment may be ahead. If `moment` is a column, return an SQL
    condition.
    """
    return moment > now + longest + CLOCK_TOLERANCE
