"""Reads accounts, requests for access, invitations, handovers and tokens that are in the viewer's scope.

Accounts and invitations are also read if they belong to an office of the viewer's State.
"""
