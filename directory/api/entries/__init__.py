"""Entries as JSON. The modules: the JSON shape of each kind, the JSON of readings, lists with their filters, and single
entries with their parts."""
