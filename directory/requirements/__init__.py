"""Requirement sheets: the content, language and channel that a State requires of a request."""
