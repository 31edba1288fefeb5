"""Entries as JSON: the shape of each kind, readings of `access.gate`, lists and their filters, single entries with
parts."""
