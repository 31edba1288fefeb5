"""What the index raises. Nothing else passes the door, whatever is typed or lies on the disk."""

LONGEST_WRITING_SECONDS = 60
"""How long who has made an index anew waits for a writer of the old one."""


class IndexBusy(Exception):
    """Another process or thread is writing this index. Nothing was changed; try again later."""


class IndexUnusable(Exception):
    """There is no index here, or it is damaged, or it was written under another stamp or version.

    The index is derived data: rebuild it.
    """
