"""What the glossary asks of the catalogues: its word for each term of art, and no word that means another thing."""

import csv
import re
import unicodedata
from collections.abc import Iterable
from dataclasses import dataclass
from functools import cache

from babel.messages.catalog import Message

from tests.conftest import PROJECT
from tests.translations.catalogues import forms

FOLDER = PROJECT / "docs" / "glossary"


@dataclass(frozen=True)
class Term:
    """A term that catalogues are held to: how its English and its own words are recognized, and the forbidden words."""

    name: str
    english: re.Pattern[str]
    own: re.Pattern[str]
    forbidden: dict[str, str]


@dataclass(frozen=True)
class Departure:
    """A string that leaves the glossary. `why` is the forbidden word with its meaning, or that its word is missing."""

    term: str
    string: str
    why: str


@cache
def rows(name: str) -> tuple[dict[str, str], ...]:
    with (FOLDER / f"{name}.csv").open(encoding="utf-8", newline="") as file:
        return tuple(csv.DictReader(file))


def plain(text: str) -> str:
    """Return a text in small letters without vowel signs, so that a pattern finds it however it was written."""
    small = unicodedata.normalize("NFC", text).lower()
    return "".join(letter for letter in small if unicodedata.category(letter) != "Mn")


def forbidden_words(row: dict[str, str]) -> dict[str, str]:
    """Return what a term may not be called, by what that word means instead."""
    pairs = (pair.split(" = ", 1) for pair in row["forbidden"].split("; ") if pair)
    return {plain(word): meaning for word, meaning in pairs}


@cache
def terms(code: str) -> tuple[Term, ...]:
    own = {row["term"]: row for row in rows(code)}
    return tuple(
        Term(
            name=row["term"],
            english=re.compile(row["pattern"], re.IGNORECASE),
            own=re.compile(own[row["term"]]["pattern"]),
            forbidden=forbidden_words(own[row["term"]]),
        )
        for row in rows("en")
        if row["pattern"]
    )


def departures(code: str, messages: Iterable[Message]) -> list[Departure]:
    """Return where the strings of a catalogue leave the glossary, without those that `exceptions.csv` lists."""
    allowed = {(row["term"], row["string"]) for row in rows("exceptions") if code in row["languages"].split()}
    found = [one for message in messages for one in departures_of(code, message)]
    return [one for one in found if (one.term, one.string) not in allowed]


def departures_of(code: str, message: Message) -> list[Departure]:
    english = message.id if isinstance(message.id, tuple) else (message.id,)
    meant = [term for term in terms(code) if any(term.english.search(text) for text in english)]
    found = {
        Departure(term.name, english[0], why)
        for form in forms(message)
        for term in meant
        for why in faults(plain(form), term, [other for other in meant if other is not term])
    }
    return sorted(found, key=lambda one: (one.term, one.why))


def faults(text: str, term: Term, others: list[Term]) -> list[str]:
    """Return what a text does wrong with a term; words that stand there for another term of the string are no fault."""
    rest = text
    for other in others:
        rest = other.own.sub(" ", rest)
    wrong = [f"{word}: {meaning}" for word, meaning in term.forbidden.items() if word in rest]
    return wrong if term.own.search(text) else [*wrong, "its word is missing"]
