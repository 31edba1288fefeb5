"""Publishes the public directory: daily files for download, pocket editions, and Atom feeds of changes."""
