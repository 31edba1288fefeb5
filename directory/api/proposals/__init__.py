"""Proposals over the API: written with the form of an entry, which a body fills in."""
