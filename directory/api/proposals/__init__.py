"""Proposals over the API: the JSON of a request is treated like the filled-in web form of an entry."""
