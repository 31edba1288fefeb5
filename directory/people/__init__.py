"""People's accounts: invitations, requests for access, handovers, rights, and tokens of the API.

Sign-in, sessions and second factors are in `accounts`.
"""
