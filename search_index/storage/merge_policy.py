"""Decides at each write which segments of the Whoosh store are merged.

Each edit adds one segment. A search reads every segment, so there must be few of them. A merge at every edit would take
too long.
"""

# At this number of segments the small ones are merged.
MOST_SEGMENTS = 12


def merges_small_segments(segments: int) -> bool:
    """Return whether the small segments are merged into the new segment. `segments` is the number of all segments.
    Whoosh's MERGE_SMALL decides which segments are small, by their numbers of documents."""
    return segments >= MOST_SEGMENTS


def merges_all_segments(*, deleted: int, live: int) -> bool:
    """Return whether all segments are merged into the new segment. They are merged if they contain more deleted than
    live documents."""
    return deleted > live
