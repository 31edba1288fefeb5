"""Figures: what the directory and its networks hold and do, as counts."""
