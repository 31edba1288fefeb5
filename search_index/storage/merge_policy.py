"""When the segments of the Whoosh store are merged, and which ones. The store asks at each write.

Each edit adds one segment. A search reads every segment, but a merge at every edit would need too long.
"""

# At this number of segments the small ones are merged.
MOST_SEGMENTS = 12


def merges_small_segments(segments: int) -> bool:
    """Return whether the small ones of this number of segments are merged into the new segment. Whoosh's MERGE_SMALL
    says which segments are small, by their numbers of documents."""
    return segments >= MOST_SEGMENTS


def merges_all_segments(*, deleted: int, live: int) -> bool:
    """Return whether all segments are merged into the new segment: if they hold more deleted than live documents."""
    return deleted > live
