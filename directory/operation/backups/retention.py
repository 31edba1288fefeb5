"""Decides which nightly backups are kept: the newest backup of each of the latest days, weeks and months.

RETENTION_PLAN has the numbers of these days, weeks and months.
"""

from collections.abc import Iterable
from datetime import datetime

# A period as a strftime format, and the number of latest periods of which the newest backup is kept. Periods without a
# backup do not count.
RETENTION_PLAN = (("%Y-%m-%d", 7), ("%G-W%V", 4), ("%Y-%m", 12))


def superseded(moments: Iterable[datetime]) -> set[datetime]:
    """Return the times of the backups to delete, given the times of all backups.

    RETENTION_PLAN says for how many days, weeks and months the newest backup is kept. Days, weeks and months without a
    backup are not counted.
    """
    newest_first = sorted(moments, reverse=True)
    kept: set[datetime] = set()
    for period, count in RETENTION_PLAN:
        newest: dict[str, datetime] = {}
        for moment in newest_first:
            newest.setdefault(moment.strftime(period), moment)
        kept.update(list(newest.values())[:count])
    return set(newest_first) - kept
