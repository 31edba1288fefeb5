"""Measures that can be requested, and what States are known to require for each."""
