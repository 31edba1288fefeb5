"""The library of law as a list: the filter of the list, and its pages."""

from collections.abc import Iterable, Mapping
from dataclasses import dataclass

from directory import collation, i18n
from directory.access.gate import Reading, read_all
from directory.access.viewer import Viewer
from directory.access.word_filter import contains_words, normalized_words
from directory.legislation.presenters import LawLine, law_line
from directory.models import Legislation
from directory.paging import ListFilter, Paged, page_number, paginate_rows
from directory.vocabulary import ISSUES, LAW_KINDS, OFFENCES, TREATY_ARTICLES

Choices = list[tuple[str, str]]

UNSORTED = "unsorted"
SORTED_BY = {"kind": LAW_KINDS, "crime": OFFENCES, "issue": ISSUES, "article": TREATY_ARTICLES}
# The possible values of those query parameters that have a closed list of values.
CODES = {name: frozenset({UNSORTED, *known}) for name, known in SORTED_BY.items()}
DETAILS = {"kind": "law_kind", "crime": "crime_types", "issue": "issues", "article": "treaty_articles"}
READ_IN = ("title", "citation", "article", "carries_out", "note")


@dataclass(frozen=True)
class LawFilter(ListFilter):
    """The filter of the library. An empty field does not filter.

    An entry must contain all words of `q`. In `kind`, `crime`, `issue` and `article`, the value UNSORTED
    selects the entries for which no such code is known yet.
    """

    q: str = ""
    jurisdiction: str = ""
    kind: str = ""
    crime: str = ""
    issue: str = ""
    article: str = ""

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> "LawFilter":
        """Return the filter that query parameters describe. An unknown code of a closed list is ignored."""
        codes = {name: code for name, known in CODES.items() if (code := arguments.get(name, "")) in known}
        return cls(
            q=normalized_words(arguments.get("q", "")),
            jurisdiction=arguments.get("jurisdiction", "").upper()[:2],
            **codes,
            page=page_number(arguments),
        )


@dataclass(frozen=True)
class LawLibraryPage:
    """One page of the list, with the choices of its filter. `found` has the page number and the total."""

    lines: list[LawLine]
    found: Paged[Reading]
    states: Choices
    choices: Mapping[str, Choices]


def library(viewer: Viewer, laws: Iterable[Legislation], asked: LawFilter, language: str) -> LawLibraryPage:
    """Return a page of the entries in `laws` that the filter selects, sorted by the name of the State.

    Only values that the viewer may read are matched and shown.
    """
    readings = read_all(viewer, laws)
    names = {code: i18n.territory_name(code, language) for code in map(_state, readings) if code}
    matching = [one for one in readings if _matches(one, asked)]
    found = paginate_rows(collation.sorted_by_name(matching, lambda one: names.get(_state(one), "")), asked.page)
    states = collation.sorted_by_name(list(names.items()), lambda pair: pair[1])
    choices = {name: [(code, str(known.label(code))) for code in known] for name, known in SORTED_BY.items()}
    return LawLibraryPage([law_line(one, language) for one in found.rows], found, states, choices)


def _state(reading: Reading) -> str:
    return str(reading.value("jurisdiction_key", ""))


def _matches(reading: Reading, asked: LawFilter) -> bool:
    if asked.jurisdiction and _state(reading) != asked.jurisdiction:
        return False
    return all(_has(reading, DETAILS[name], getattr(asked, name)) for name in DETAILS) and contains_words(
        reading, READ_IN, asked.q
    )


def _has(reading: Reading, detail: str, code: str) -> bool:
    held = reading.value(detail, ())
    codes = (held,) if isinstance(held, str) else held
    return not code or (not codes if code == UNSORTED else code in codes)
