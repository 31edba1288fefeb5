"""Proposals over the API. The body of a request fills in the web form of the entry, and the form then checks the
values."""
