"""What is left in English on a page of another language, and what a page says of its own language."""

import re
from collections.abc import Iterator
from functools import cache, lru_cache

from lxml import html

from directory.i18n import DEFAULT, direction
from tests.translations.catalogues import PLACEHOLDER, forms, messages

READ_ALOUD = ("title", "aria-label", "placeholder", "alt", "content", "label")
ENDS = " .,:;()"
NOT_WORDS = ("script", "style")
# What stands beside and between values says which string it is from this many letters on.
LETTERS_OF_A_PIECE = 8
# More than the first tag of a page.
BEGINNING = 2_000


def faults_of_language(page: str, code: str) -> list[str]:
    """Return what is wrong with the language of a page: `lang`, `dir`, and each English text that has a translation."""
    # Of a page in English only that is looked at with which it begins.
    root = html.document_fromstring(page[:BEGINNING] if code == DEFAULT else page)
    said = (root.get("lang"), root.get("dir"))
    wrong = [] if said == (code, direction(code)) else [f"lang and dir: {said}"]
    if code == DEFAULT:
        return wrong
    return wrong + [text for text in dict.fromkeys(texts_in(root, code, code)) if is_left(text, code)]


def texts_in(element: html.HtmlElement, code: str, inherited: str, apart: tuple[str, ...] = NOT_WORDS) -> Iterator[str]:
    """Yield what is read in a language in an element: its texts, and what is said of it in attributes."""
    if not isinstance(element.tag, str) or element.tag in NOT_WORDS:
        return
    spoken = element.get("lang", inherited)
    if spoken == code:
        yield element.text or ""
        yield from (value for name, value in element.items() if name in READ_ALOUD or name.startswith("data-"))
    for child in element:
        yield from texts_in(child, code, spoken)
        if spoken == code:
            yield child.tail or ""


@lru_cache(maxsize=100_000)
def is_left(text: str, code: str) -> bool:
    """Return whether a text is an English string, or a piece of one, that reads otherwise in this language."""
    words = " ".join(text.split())
    if not words.isascii() or not any(letter.isalpha() for letter in words) or words in _translations(code):
        return False
    exact, patterns = _english(code)
    is_english = words.strip(ENDS) in exact or any(pattern.fullmatch(words) for pattern in patterns)
    return is_english and not any(pattern.fullmatch(words) for pattern in _with_values(code))


@cache
def _translations(code: str) -> frozenset[str]:
    return frozenset(form for message in messages(code) for form in forms(message))


@cache
def _with_values(code: str) -> tuple[re.Pattern[str], ...]:
    return tuple(_pattern(form) for form in sorted(_translations(code)) if _has_values_and_words(form))


def _has_values_and_words(string: str) -> bool:
    pieces = PLACEHOLDER.split(string)
    return len(pieces) > 1 and sum(map(len, pieces)) >= LETTERS_OF_A_PIECE


def _pattern(string: str) -> re.Pattern[str]:
    """Return what a string with values in it reads like."""
    return re.compile(".+?".join(map(re.escape, PLACEHOLDER.split(string))))


@cache
def _english(code: str) -> tuple[frozenset[str], tuple[re.Pattern[str], ...]]:
    """Return the English strings and pieces that are translated otherwise, and patterns of those with values."""
    exact: set[str] = set()
    patterns: set[str] = set()
    for message in messages(code):
        for string in message.id if isinstance(message.id, tuple) else (message.id,):
            if string in forms(message):
                continue
            pieces = PLACEHOLDER.split(string)
            exact |= {piece.strip(ENDS) for piece in pieces if len(pieces) == 1 or len(piece) >= LETTERS_OF_A_PIECE}
            patterns |= {string} if _has_values_and_words(string) else set()
    return frozenset(exact), tuple(map(_pattern, sorted(patterns)))
