"""Pages with which people maintain a desk's rota: patterns, changes, swaps, holidays and calendar files."""
