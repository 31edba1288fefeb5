"""Networks of practitioners and desks, and their member States."""
