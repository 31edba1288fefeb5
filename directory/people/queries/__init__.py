"""Reads accounts and what concerns them. A list for a viewer holds only what the viewer may decide on."""
