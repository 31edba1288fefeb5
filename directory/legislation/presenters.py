"""The entries of the library of law, in lists and on their own pages."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass

from directory.access.facts import (
    Fact,
    Link,
    SourceNote,
    Text,
    facts,
    labelled_code,
    name_of,
    original_name,
    source_of,
    state_link,
)
from directory.access.gate import Reading, read, read_all
from directory.access.viewer import Viewer
from directory.extensions import db
from directory.history.presenters import title
from directory.legislation.queries import list_designations, list_rules
from directory.models import Authority, Legislation, details_of

SHOWN = ("status", "not_before", "in_force_until", "citation", "article", "carries_out", "note")
SORTING = ("law_kind", "crime_types", "issues", "treaty_articles")


@dataclass(frozen=True)
class LawLine:
    """One law, decision or guide in a list. `address` is the web address of its text, or "" if not known."""

    link: Link
    state: Link | None
    kind: str
    address: str
    facts: tuple[Fact, ...]
    source: SourceNote


@dataclass(frozen=True)
class ProvisionLine:
    """One provision of a law. `carries_out` names the treaty article to which the provision gives effect.

    `article` and `carries_out` are empty if not known.
    """

    key: str
    article: str
    about: Text
    carries_out: str


@dataclass(frozen=True)
class DependentSheet:
    """A requirement sheet with rules that are based on an entry.

    `topics` are the labels of the fields that the rules answer.
    """

    sheet: Link
    topics: tuple[str, ...]


@dataclass(frozen=True)
class LawPage:
    """The page of an entry of the library, with the requirement sheets and authorities that are based on the entry.

    `sorting` are the facts by which readers filter the library. `unsorted` are the labels of those facts that are
    missing.
    """

    line: LawLine
    original: Text | None
    provisions: list[ProvisionLine]
    sorting: list[Fact]
    unsorted: list[str]
    sheets: list[DependentSheet]
    authorities: list[Link]


def law_lines(viewer: Viewer, laws: Iterable[Legislation], language: str) -> list[LawLine]:
    """Return the lines of laws, in the order of `laws`, with the values that the viewer may read."""
    return [law_line(reading, language) for reading in read_all(viewer, laws)]


def law_line(reading: Reading, language: str) -> LawLine:
    """Return an entry of the library as a line of a list."""
    code, kind = reading.value("jurisdiction_key"), labelled_code(reading, "law_kind")
    return LawLine(
        Link("legislation", reading.key, name_of(reading, language, "title")),
        state_link(code, language) if code else None,
        kind.label if kind else "",
        reading.value("link", ""),
        tuple(
            facts(
                reading,
                SHOWN,
                language,
            )
        ),
        source_of(reading, "title", language),
    )


def law_page(viewer: Viewer, law: Legislation, language: str) -> LawPage:
    """Return the page of an entry of the library, with the values that the viewer may read."""
    reading = read(viewer, law)
    labels = {one.name: str(one.detail.label) for one in details_of(Legislation)}
    return LawPage(
        law_line(reading, language),
        original_name(reading, language, "title"),
        [_provision(one, language) for one in read_all(viewer, law.provisions)],
        facts(reading, SORTING, language),
        [labels[name] for name in SORTING if reading.get(name) is None],
        list(_sheets(viewer, law, language)),
        list(_authorities(viewer, law, language)),
    )


def _provision(reading: Reading, language: str) -> ProvisionLine:
    about = name_of(reading, language, "about")
    return ProvisionLine(reading.key, reading.value("article", ""), about, reading.value("carries_out", ""))


def _sheets(viewer: Viewer, law: Legislation, language: str) -> Iterator[DependentSheet]:
    rules = list_rules(law)
    topics: dict[str, dict[str, None]] = {}
    for rule, reading in zip(rules, read_all(viewer, rules), strict=True):
        word = labelled_code(reading, "topic")
        if word is not None:
            topics.setdefault(rule.sheet_key, {})[word.label] = None
    sheets = {rule.sheet_key: rule.sheet for rule in rules}
    for key, labels in topics.items():
        yield DependentSheet(Link("requirement", key, title(viewer, sheets[key], language)), tuple(labels))


def _authorities(viewer: Viewer, law: Legislation, language: str) -> Iterator[Link]:
    keys = dict.fromkeys(one.authority_key for one in list_designations(law))
    entries = [entry for key in keys if (entry := db.session.get(Authority, key)) is not None]
    for reading in read_all(viewer, entries):
        yield Link("authority", reading.key, name_of(reading, language))
