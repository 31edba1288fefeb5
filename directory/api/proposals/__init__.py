"""Proposals over the API. A request's body fills in the web form of the entry, which then checks the values."""
