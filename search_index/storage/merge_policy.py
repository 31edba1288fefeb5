"""Decides at each write which segments of the Whoosh store are merged."""

# At this number of segments the small ones are merged.
MOST_SEGMENTS = 12


def merges_small_segments(segments: int) -> bool:
    """Return whether Whoosh merges small segments into the new one. `segments` is the number of all segments."""
    return segments >= MOST_SEGMENTS


def merges_all_segments(*, deleted: int, live: int) -> bool:
    """Return whether all segments are merged into the new one, which is so if they contain more deleted than live
    documents."""
    return deleted > live
