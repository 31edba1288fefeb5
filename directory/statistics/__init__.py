"""Figures: counts of the content and the work of the directory and its networks, and yearly figures of States."""
