"""Figures on how long people waited for an acknowledgement."""

import math
import statistics
from collections.abc import Iterable, Sequence
from datetime import timedelta

from flask_babel import gettext as _

from directory.statistics.tables import NOTHING, Value

MINUTE = timedelta(minutes=1)
MOST = 0.8
# The time to an acknowledgement, or None without an acknowledgement.
Waited = timedelta | None


def columns() -> tuple[str, str]:
    """Return the headings of the numbers of `minutes`."""
    return _("Minutes to acknowledge, median"), _("Minutes to acknowledge, 80 per cent")


def note() -> str:
    """Return a note for readers about what the numbers of `minutes` are."""
    return str(
        _("Of what was acknowledged, half was acknowledged within the median, and 80 per cent within the other time.")
    )


def minutes(waited: Iterable[Waited]) -> tuple[Value, Value]:
    """Return two numbers of minutes: half of the acknowledgements came within the first, 80 per cent within the second.
    Both are NOTHING if there are no acknowledgements."""
    found = sorted(one / MINUTE for one in waited if one is not None)
    if not found:
        return NOTHING, NOTHING
    return round(statistics.median(found), 1), round(found[math.ceil(MOST * len(found)) - 1], 1)


def percent(part: int | None, whole: int | None) -> Value:
    """Return a share in whole per cent, None if a number is suppressed, or NOTHING if there is nothing to count."""
    if part is None or whole is None:
        return None
    return round(100 * part / whole) if whole else NOTHING


def count(waited: Sequence[Waited]) -> int:
    """Return the number of acknowledgements."""
    return sum(one is not None for one in waited)
