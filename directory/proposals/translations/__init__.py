"""Translating the texts of entries: the list of missing and outdated texts, and the page for translating one entry."""
