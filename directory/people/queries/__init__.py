"""Reads accounts, requests for access, invitations, handovers and tokens that are in the viewer's scope.

Lists of accounts and invitations also contain rows of offices of the viewer's State.
"""
