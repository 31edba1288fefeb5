"""Requirement sheets: what a request to a State must contain, in which language, by which channel."""
