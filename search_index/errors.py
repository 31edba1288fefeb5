"""The exceptions of the index."""

LONGEST_WRITING_SECONDS = 60
"""The longest time that a rebuild waits, at its end, for a writer of the old index."""


class IndexBusy(Exception):
    """Another process or thread is writing this index, so nothing was changed."""


class IndexUnusable(Exception):
    """The index is missing, damaged, or of another version. The caller can rebuild the index."""
