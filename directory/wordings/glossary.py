"""The terms of the glossary (docs/glossary), each with its word and the words that may not stand for it."""

import csv
import re
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache
from pathlib import Path

FOLDER = Path(__file__).parent.parent.parent / "docs" / "glossary"
IN_BRACKETS = re.compile(r"\s*\(.*?\)")
BETWEEN_WORDS = ";"


@dataclass(frozen=True)
class GlossaryTerm:
    """An English term, its word in a language, where the word is from, and the words that may not stand for it."""

    term: str
    translation: str
    source: str
    forbidden: tuple[str, ...] = ()

    def is_in(self, english: str) -> bool:
        """Return whether an English text contains the term."""
        return re.search(rf"\b{re.escape(self.term.casefold())}", english.casefold()) is not None

    def forbidden_in(self, text: str) -> str:
        """Return the first forbidden word that a text contains, or an empty text. The term's own word may contain a
        forbidden one."""
        rest = text.casefold().replace(self.translation.casefold(), " ")
        return next((word for word in self.forbidden if re.search(rf"\b{re.escape(word.casefold())}", rest)), "")


@cache
def glossary(language: str) -> tuple[GlossaryTerm, ...]:
    """Return the terms of a language in their order, or none for a language without glossary."""
    path = FOLDER / f"{language}.csv"
    if not path.exists():
        return ()
    with path.open(encoding="utf-8", newline="") as lines:
        return tuple(map(_term, csv.DictReader(lines)))


def terms_in(english: Iterable[str], language: str) -> list[GlossaryTerm]:
    """Return the terms that the English texts of a string contain, in the order of the glossary."""
    text = " ".join(english)
    return [one for one in glossary(language) if one.is_in(text)]


def _term(row: dict[str, str]) -> GlossaryTerm:
    forbidden = (word.strip() for word in (row.get("forbidden") or "").split(BETWEEN_WORDS))
    term = IN_BRACKETS.sub("", row["term"])
    return GlossaryTerm(term, row["translation"], row["source"], tuple(filter(None, forbidden)))
