"""Desks: the board of all of them, and one desk with its lines and how to be admitted."""
