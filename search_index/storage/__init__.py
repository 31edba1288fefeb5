"""The index on the disk and in memory: generations of Whoosh segments, and the snapshot that searches read."""
