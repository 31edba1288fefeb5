"""Entries as JSON: what of each kind goes out, readings of the gate, lists and their filters, one with its parts."""
