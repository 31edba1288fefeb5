"""The index on the disk and in memory: generations of segments, and snapshots for searches."""
