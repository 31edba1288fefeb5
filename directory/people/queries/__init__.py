"""Reads people and what concerns them, each list narrowed to what the viewer may decide on."""
