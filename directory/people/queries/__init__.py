"""Reads people and what concerns them; each list holds only what the viewer may decide on."""
