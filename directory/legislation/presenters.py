"""What a list of laws shows."""

from collections.abc import Iterable
from dataclasses import dataclass

from directory.access.facts import Fact, Link, SourceNote, Text, facts, name_of, source_of, state_link
from directory.access.gate import read_all
from directory.access.viewer import Viewer
from directory.models import Legislation


@dataclass(frozen=True)
class LawLine:
    """One law: `address` is where its text was read, empty where not known."""

    key: str
    title: Text
    state: Link | None
    address: str
    facts: tuple[Fact, ...]
    source: SourceNote


def law_lines(viewer: Viewer, laws: Iterable[Legislation], language: str) -> list[LawLine]:
    """Return laws for a list, in their order."""
    lines = []
    for reading in read_all(viewer, laws):
        code = reading.value("jurisdiction_key")
        state = state_link(code, language) if code else None
        details = tuple(facts(reading, ("citation", "article", "carries_out", "note"), language))
        source = source_of(reading, "title", language)
        name = name_of(reading, language, "title")
        lines.append(LawLine(reading.key, name, state, reading.value("link", ""), details, source))
    return lines
