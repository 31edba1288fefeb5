"""The library of law as a list: what it is narrowed to, and what of it is shown."""

from collections.abc import Iterable, Mapping
from dataclasses import asdict, dataclass

from anyascii import anyascii

from directory import collation, i18n
from directory.access.gate import Reading, read_all
from directory.access.viewer import Viewer
from directory.legislation.presenters import LawLine, law_line
from directory.models import Legislation, Texts
from directory.paging import PER_PAGE, asked_page
from directory.vocabulary import ISSUES, LAW_KINDS, OFFENCES, TREATY_ARTICLES

Choices = list[tuple[str, str]]

UNSORTED = "unsorted"
LONGEST_WORDS_CHARACTERS = 200
SORTED_BY = {"kind": LAW_KINDS, "crime": OFFENCES, "issue": ISSUES, "article": TREATY_ARTICLES}
DETAILS = {"kind": "law_kind", "crime": "crime_types", "issue": "issues", "article": "treaty_articles"}
READ_IN = ("title", "citation", "article", "carries_out", "note")


@dataclass(frozen=True)
class Asked:
    """What the list is narrowed to; empty where it is not. A code may be UNSORTED: nothing is said of it yet."""

    q: str = ""
    jurisdiction: str = ""
    kind: str = ""
    crime: str = ""
    issue: str = ""
    article: str = ""

    @classmethod
    def of(cls, arguments: Mapping[str, str]) -> "Asked":
        """Return what an address asks for; a word that is no code narrows nothing."""
        codes = {
            name: code
            for name, known in SORTED_BY.items()
            if (code := arguments.get(name, "")) == UNSORTED or code in known
        }
        words = " ".join(arguments.get("q", "").split())[:LONGEST_WORDS_CHARACTERS]
        return cls(q=words, jurisdiction=arguments.get("jurisdiction", "").upper()[:2], **codes)

    @property
    def arguments(self) -> dict[str, str]:
        """What an address says to ask for the same."""
        return {name: value for name, value in asdict(self).items() if value}


@dataclass(frozen=True)
class Library:
    """One page of the list, with what it can be narrowed to; `states` are those of which there is an entry."""

    lines: list[LawLine]
    total: int
    page: int
    states: Choices
    choices: Mapping[str, Choices]

    @property
    def pages(self) -> int:
        """The number of pages, one at least."""
        return max(1, -(-self.total // PER_PAGE))


def library(viewer: Viewer, laws: Iterable[Legislation], arguments: Mapping[str, str], language: str) -> Library:
    """Return one page of the entries that an address asks for, by the State's name."""
    readings, asked = read_all(viewer, laws), Asked.of(arguments)
    names = {code: i18n.territory_name(code, language) for code in map(_state, readings) if code}
    matching = [one for one in readings if _matches(one, asked)]
    found = collation.sorted_by_name(matching, lambda one: names.get(_state(one), ""))
    last = max(1, -(-len(found) // PER_PAGE))
    page = min(asked_page(arguments), last)
    shown = found[(page - 1) * PER_PAGE : page * PER_PAGE]
    states = collation.sorted_by_name(list(names.items()), lambda pair: pair[1])
    choices = {name: [(code, str(known.label(code))) for code in known] for name, known in SORTED_BY.items()}
    return Library([law_line(one, language) for one in shown], len(found), page, states, choices)


def _state(reading: Reading) -> str:
    return str(reading.value("jurisdiction_key", ""))


def _matches(reading: Reading, asked: Asked) -> bool:
    if asked.jurisdiction and _state(reading) != asked.jurisdiction:
        return False
    return all(_has(reading, DETAILS[name], getattr(asked, name)) for name in DETAILS) and _says(reading, asked.q)


def _has(reading: Reading, detail: str, code: str) -> bool:
    held = reading.value(detail, ())
    codes = (held,) if isinstance(held, str) else held
    return not code or (not codes if code == UNSORTED else code in codes)


def _says(reading: Reading, words: str) -> bool:
    """Return whether an entry has all words, in whatever language and script they are written."""
    texts = _plain(" ".join(_texts(reading)))
    return all(word in texts for word in _plain(words).split())


def _texts(reading: Reading) -> Iterable[str]:
    for name in READ_IN:
        value = reading.value(name, "")
        yield from value.by_language.values() if isinstance(value, Texts) else (value,)


def _plain(text: str) -> str:
    return str(anyascii(text)).casefold()
