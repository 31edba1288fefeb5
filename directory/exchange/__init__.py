"""The public directory as dated files, made each night for download, as pocket editions, and as Atom feeds of
changes."""
