"""Figures: counts of the directory's content and work, and yearly figures of States."""
