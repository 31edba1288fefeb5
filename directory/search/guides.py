"""Guides: pages or institutions that help with a general word such as "template" or "visa".

`guides.csv` gives the page or institution of each guide. `guide_words.csv` gives the words that find a guide.
`general_words.csv` has words that any question may contain ("who", "call", "номер"). `make messages` collects the
English sentences for translators (`extract`).
"""

import csv
import io
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from functools import cache
from pathlib import Path
from typing import IO, Any

from flask import url_for
from flask_babel import gettext

from search_index import FoundPhrase, PhraseFinder

GUIDES = Path(__file__).with_name("guides.csv")
GUIDE_WORDS = Path(__file__).with_name("guide_words.csv")
GENERAL_WORDS = Path(__file__).with_name("general_words.csv")
TREATY, LANGUAGE, REQUEST = "treaty", "language", "request"
FILLER = "filler"
# The code of the guide to the desks. A text that names this guide asks for a number to call.
DESKS = "desks"
# The meanings of general words that the search does not ignore: such a word may name an entry, or decide what a word
# beside it means.
SEARCHED_MEANINGS = frozenset({TREATY, LANGUAGE, REQUEST})
TRANSLATED = ("title", "text")
YES = "yes"
MOST_GUIDES = 2


@dataclass(frozen=True)
class Guide:
    """A row of `guides.csv`.

    `page` and `page_of_state` are addresses on this site, without the language. If `page` is empty, the guide leads
    outside: to `institution`, at `address`. If `names_entries` is false, the search for entries leaves out the guide's
    words.
    """

    code: str
    page: str
    page_of_state: str
    names_entries: bool
    title: str
    text: str
    institution: str
    address: str
    source: str

    @property
    def is_outside(self) -> bool:
        """Whether the guide leads to an institution outside this directory."""
        return not self.page


@dataclass(frozen=True)
class GuideLink:
    """A link for a general word: to a page of this site or, if `institution` is given, to an institution outside.

    `source` is the treaty article or document on which the guide rests. It is empty for a page of this site.
    """

    code: str
    title: str
    text: str
    address: str
    institution: str
    source: str


@cache
def guides() -> Mapping[str, Guide]:
    """Return all guides by code, in the order of the table."""
    with GUIDES.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return {row["code"]: Guide(**row | {"names_entries": row["names_entries"] == YES}) for row in rows}


def guide_phrases(text: str, *, is_alone: bool = False) -> list[FoundPhrase]:
    """Return the phrases in a text that name guides, with the codes of the guides.

    If `is_alone` is true, phrases of a second list are returned instead. These name a guide only if the text has no
    other subject.
    """
    return _finder(is_alone=is_alone).find(text, is_exact=True)


def guide_links(codes: Iterable[str], states: Sequence[str]) -> tuple[GuideLink, ...]:
    """Return the links of the guides with these codes. `states` are the codes of the States that the text names.

    If the text names exactly one State, the links lead to pages of this State where such pages exist.
    """
    return tuple(_link(guides()[code], states) for code in codes)


def named_guides(text: str) -> tuple[str, ...]:
    """Return the codes of the guides that a text names, in the order of their table, at most MOST_GUIDES."""
    found = guide_phrases(text) or _alone(text)
    named = {code for one in found for code in one.codes}
    return tuple(code for code in guides() if code in named)[:MOST_GUIDES]


def _alone(text: str) -> list[FoundPhrase]:
    """Return the phrases that name a guide only if the text has no other subject.

    If the text has further words, except general words, return an empty list.
    """
    found = guide_phrases(text, is_alone=True)
    left = without(text, found)
    is_alone = not any(character.isalnum() for character in without(left, general_words(left)))
    return found if is_alone else []


def telling_words(text: str) -> str:
    """Return the words of a text that may name a measure or an entry.

    General words are left out. A phrase that names guides is left out too if `names_entries` is false for all these
    guides.
    """
    known = guides()
    entryless = [one for one in guide_phrases(text) if not any(known[code].names_entries for code in one.codes)]
    left = without(text, entryless)
    return without(left, general_words(left))


def general_words(text: str) -> list[FoundPhrase]:
    """Return the words of a text, in order, that name no entry and no measure."""
    return [one for one in _general_finder().find(text, is_exact=True) if SEARCHED_MEANINGS.isdisjoint(one.codes)]


def words_meaning(meaning: str, text: str) -> list[FoundPhrase]:
    """Return the words of a text whose meaning is `meaning`, one of SEARCHED_MEANINGS or FILLER, in order."""
    return [one for one in _general_finder().find(text, is_exact=True) if meaning in one.codes]


def without(text: str, phrases: Iterable[FoundPhrase]) -> str:
    """Return a text without `phrases`, which were found in this text. One space separates the remaining words."""
    parts, at = [], 0
    for one in phrases:
        parts.append(text[at : one.start])
        at = one.end
    return " ".join(" ".join((*parts, text[at:])).split())


def extract(file: IO[bytes], *_: Any, **__: Any) -> Iterator[tuple[int, str, str, list[str]]]:
    """Yield the sentences of a table of guides in the form that Babel expects of an extractor."""
    rows = csv.DictReader(io.StringIO(file.read().decode(), newline=""))
    for row in rows:
        yield from ((rows.line_num, "gettext", row[name], []) for name in TRANSLATED)


@cache
def _finder(*, is_alone: bool) -> PhraseFinder:
    with GUIDE_WORDS.open(encoding="utf-8", newline="") as lines:
        rows = list(csv.DictReader(lines))
    return PhraseFinder((row["text"], row["code"]) for row in rows if (row["is_alone"] == YES) == is_alone)


@cache
def _general_finder() -> PhraseFinder:
    with GENERAL_WORDS.open(encoding="utf-8", newline="") as lines:
        return PhraseFinder((row["text"], row["meaning"]) for row in csv.DictReader(lines))


def _link(guide: Guide, states: Sequence[str]) -> GuideLink:
    return GuideLink(
        code=guide.code,
        title=gettext(guide.title),
        text=gettext(guide.text),
        address=guide.address if guide.is_outside else _address(guide, states),
        institution=guide.institution,
        source=guide.source,
    )


def _address(guide: Guide, states: Sequence[str]) -> str:
    page = guide.page_of_state.format(state=states[0]) if len(states) == 1 else guide.page
    return url_for("home.index").rstrip("/") + page
