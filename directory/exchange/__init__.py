"""The public directory as files to take away, made each night and dated, and as feeds of what changed."""
