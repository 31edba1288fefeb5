"""The terms of the glossary (docs/glossary), each with its translation in a language and the words that may not be used
for it.

The tests check the catalogues against this glossary. This module checks a wording against the glossary before the
wording is suggested or published.
"""

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent.parent.parent / "docs" / "glossary"
ENGLISH = "en"
IN_BRACKETS = re.compile(r"\s*\(.*?\)")
BETWEEN_WORDS, BEFORE_MEANING = "; ", " = "


@dataclass(frozen=True)
class GlossaryTerm:
    """An English term with its word in a language (`translation`).

    - `in_english`: a pattern that finds the term in an English text
    - `own`: a pattern that finds the word in a text of the language
    - `forbidden`: words that may not stand for the term
    """

    term: str
    translation: str
    in_english: re.Pattern[str]
    own: re.Pattern[str]
    forbidden: tuple[str, ...] = ()

    def forbidden_in(self, text: str, others: Iterable["GlossaryTerm"]) -> str:
        """Return the first forbidden word in a text, or an empty text. A forbidden word does not count if it is part of
        the translation of another term (`others`)."""
        rest = _plain(text)
        for other in others:
            rest = other.own.sub(" ", rest)
        return next((word for word in self.forbidden if word in rest), "")


@cache
def glossary(language: str) -> tuple[GlossaryTerm, ...]:
    """Return the terms of a language in their order, or none for a language without glossary."""
    patterns = {row["term"]: row["pattern"] for row in _rows(ENGLISH)}
    return tuple(_term(row, patterns.get(row["term"], "")) for row in _rows(language) if "translation" in row)


def terms_in(english: Iterable[str], language: str) -> list[GlossaryTerm]:
    """Return the terms that the English texts of a string contain, in the order of the glossary."""
    texts = tuple(english)
    return [one for one in glossary(language) if any(one.in_english.search(text) for text in texts)]


def _rows(language: str) -> list[dict[str, str]]:
    path = FOLDER / f"{language}.csv"
    if not path.exists():
        return []
    with path.open(encoding="utf-8", newline="") as lines:
        return list(csv.DictReader(lines))


def _term(row: dict[str, str], in_english: str) -> GlossaryTerm:
    name = IN_BRACKETS.sub("", row["term"])
    pairs = filter(None, (row.get("forbidden") or "").split(BETWEEN_WORDS))
    return GlossaryTerm(
        term=name,
        translation=row["translation"],
        in_english=re.compile(in_english or rf"\b{re.escape(name)}", re.IGNORECASE),
        own=re.compile(row.get("pattern") or re.escape(_plain(row["translation"]))),
        forbidden=tuple(_plain(pair.partition(BEFORE_MEANING)[0]) for pair in pairs),
    )


def _plain(text: str) -> str:
    """Return a text in small letters without vowel signs."""
    small = unicodedata.normalize("NFC", text).lower()
    return "".join(letter for letter in small if unicodedata.category(letter) != "Mn")
