"""The exceptions of the index. A search raises no exception because of its query text. A damaged file raises
IndexUnusable."""

LONGEST_WRITING_SECONDS = 60
"""The longest time that a rebuild waits, at its end, for a writer of the old index."""


class IndexBusy(Exception):
    """Another process or thread is writing this index. Nothing was changed; try again later."""


class IndexUnusable(Exception):
    """There is no usable index here. The index is missing, damaged, or written for another version of the caller's data
    or of this package.

    The index is derived data: the caller can always rebuild the index.
    """
