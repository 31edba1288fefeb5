"""Entries as JSON: shapes, readings, lists with filters, and single entries."""
