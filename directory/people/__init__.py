"""Who gets an account and when it ends: invitations, requests for access, handovers, rights, tokens of the API.

Sign-in, sessions and second factors are in `accounts`.
"""
