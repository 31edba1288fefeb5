"""Reads accounts, requests for access, invitations, handovers and tokens that are in the viewer's scope.

The viewer also gets accounts and invitations outside this scope if they belong to an office of the viewer's State.
"""
