"""Proposals over the API. The JSON of a request is treated like the filled-in web form of an entry."""
