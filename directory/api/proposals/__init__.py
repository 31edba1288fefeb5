"""Proposals over the API: a body fills in the form of an entry."""
