"""The running numbers of entries in the docket of a State."""

from directory.models import DocketEntry


def number_of(entry: DocketEntry) -> str:
    """Return the running number of an entry within its State: `2026/17`."""
    return f"{entry.year}/{entry.number}"
