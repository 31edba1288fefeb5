"""Pages with which people maintain a desk's rota: patterns, changes, swaps, holidays, calendar links and calendar
files."""
