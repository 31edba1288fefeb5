"""The index on the disk: Whoosh's segments, their generations, and the snapshot that searches read."""
