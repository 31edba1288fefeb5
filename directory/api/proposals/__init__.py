"""Proposals over the API. The JSON of a request fills in the web form of the entry, which then checks it."""
