"""Entries as JSON: the shape of each kind, readings of the gate, lists and their filters, single entries with parts."""
