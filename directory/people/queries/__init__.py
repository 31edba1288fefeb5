"""Reads accounts, and their requests, invitations, handovers and tokens. A list for a viewer contains only rows on
which the viewer may decide."""
