"""The condition on which a row is taken up that waits for a moment: worker and outbox ask it."""

from datetime import datetime, timedelta
from typing import Any

from sqlalchemy import ColumnElement, or_


def has_come(moment: Any, now: datetime, longest: timedelta) -> ColumnElement[bool]:
    """Return the condition that a moment is there, or lies farther ahead than twice the longest that is ever waited.

    Such a one was written by a clock that was ahead; without this its row would wait until the time comes that the
    clock showed. Twice, since the clocks of several nodes may differ by some seconds.
    """
    return or_(moment <= now, moment > now + 2 * longest)
