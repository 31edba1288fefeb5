"""Accounts of people: sign-in, sessions, factors and limits of attempts. Permissions are in `access`."""
