"""Reads the rows from which figures are made."""
