"""The public directory as dated files, made each night for download, and as Atom feeds of changes."""
