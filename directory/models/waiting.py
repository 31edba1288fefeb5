"""What a moment is worth that a clock may have written which was ahead and has been set right since.

Without this its row would wait, or last, until the time comes that the clock showed.
"""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_

# So far apart may the clocks of several nodes be; farther, and they refuse each other's codes of generators as well.
APART = timedelta(minutes=2)


def has_come(moment: Any, now: datetime, longest: timedelta) -> ColumnElement[bool]:
    """Return the condition that a moment is there, or lies farther ahead than twice the longest that is ever waited.

    Twice, since the clocks of several nodes may differ by some seconds.
    """
    return or_(moment <= now, moment > now + 2 * longest)


def is_over(expires_at: Any, now: datetime, longest: timedelta) -> Any:
    """Return whether what lasts until a moment is over, or would last longer than anything of its kind; of a column,
    the condition that it is."""
    return (expires_at <= now) | is_ahead(expires_at, now, longest)


def is_ahead(moment: Any, now: datetime, longest: timedelta = timedelta()) -> Any:
    """Return whether no clock that was right can have written a moment, `longest` ahead of it at most; of a column, the
    condition that none can."""
    return moment > now + longest + APART
