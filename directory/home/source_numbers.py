"""The numbered sources of a page, which the page prints once, at its end."""

from urllib.parse import unquote

from flask import g

from directory.access.facts import SourceNote


def number_sources() -> str:
    """Begin to number the sources of this page. Return an empty text, so that a template can call the function."""
    g.source_numbers = {}
    return ""


def source_number(note: SourceNote) -> int | None:
    """Return the number of a source: 0 if the note names no source, None if this page numbers no sources."""
    numbers: dict[SourceNote, int] | None = g.get("source_numbers")
    if numbers is None or not note.sources:
        return None if numbers is None else 0
    return numbers.setdefault(note.of_detail, len(numbers) + 1)


def numbered_sources() -> list[SourceNote]:
    """Return the sources of this page that have a number, in the order of the numbers."""
    return list(g.get("source_numbers") or ())


def readable_address(address: str) -> str:
    """Return a web address for print. Percent codes such as `%C3%A9` are replaced by the letters they stand for."""
    return unquote(address)
