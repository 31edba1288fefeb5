"""How a desk's rota is kept: patterns, changes, swaps, holidays, and calendars out and in."""
