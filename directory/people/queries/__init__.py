"""Reads accounts, invitations, requests, handovers and tokens. A list for a viewer holds only what the viewer may
decide on."""
