"""Keeping a desk's rota: patterns, changes, swaps, holidays, and the export and import of calendars."""
