"""Reads accounts, and their requests, invitations, handovers and tokens. A list for a viewer contains only rows in the
viewer's scope and, for accounts and invitations, rows of offices of the viewer's State."""
