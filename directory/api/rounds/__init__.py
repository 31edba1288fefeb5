"""Rounds over the API, by the same rules as on the pages."""
