"""Who is let in and by whom: invitations, requests for access, people in scope, handovers, tokens of the API.

Sign-in, sessions and second factors are `accounts`; this package decides who gets an account and when it ends.
"""
