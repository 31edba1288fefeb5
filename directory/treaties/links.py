"""Titles of treaties, and links to them."""

from directory.access.facts import Link, Text, fact, name_of
from directory.access.gate import Reading


def treaty_link(reading: Reading, language: str) -> Link:
    """Return a link to a treaty, with the title as the text of the link."""
    return Link("treaty", reading.key, name_of(reading, language, "title"))


def short_link(reading: Reading, language: str) -> Link:
    """Return a link to a treaty. Its text is the short title, or the title if the treaty has no short title."""
    return Link("treaty", reading.key, short_title(reading, language) or name_of(reading, language, "title"))


def short_title(reading: Reading, language: str) -> Text | None:
    """Return the short title of a treaty, or None if it has none."""
    found = fact(reading, "short_title", language)
    return found.texts[0] if found else None
