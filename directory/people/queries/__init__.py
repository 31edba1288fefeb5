"""Reads accounts, requests for access, invitations, handovers and tokens.

A list for a viewer contains only rows in the viewer's scope. Lists of accounts and invitations also contain rows of
offices of the viewer's State.
"""
