"""The exceptions of the index. Every query text is answered; every damaged file raises IndexUnusable."""

LONGEST_WRITING_SECONDS = 60
"""How long a rebuild waits at its end for a writer of the old index."""


class IndexBusy(Exception):
    """Another process or thread is writing this index. Nothing was changed; try again later."""


class IndexUnusable(Exception):
    """There is no index here, or it is damaged, or it was written under another stamp or version.

    The index is derived data: rebuild it.
    """
