"""Keeping a desk's rota: patterns, changes, swaps, holidays, and calendars out and in."""
