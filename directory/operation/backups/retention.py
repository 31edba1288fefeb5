"""Which of the nightly backups are kept: one table."""

from collections.abc import Iterable
from datetime import datetime

# A period as strftime writes it, and of how many of these the newest backup is kept.
KEPT = (("%Y-%m-%d", 7), ("%G-W%V", 4), ("%Y-%m", 12))


def superseded(moments: Iterable[datetime]) -> set[datetime]:
    """Return the moments whose backups may go. Periods without a backup do not count, so the newest always stay."""
    newest_first = sorted(moments, reverse=True)
    kept: set[datetime] = set()
    for period, count in KEPT:
        newest: dict[str, datetime] = {}
        for moment in newest_first:
            newest.setdefault(moment.strftime(period), moment)
        kept.update(list(newest.values())[:count])
    return set(newest_first) - kept
