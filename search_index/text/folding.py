"""Converts text to folded words: lower-case ASCII letters and digits, whatever the script (Кыргызстан is `kyrgyzstan`).

Text in scripts without spaces is cut into single characters and pairs instead.
"""

import re
import unicodedata
from collections import Counter
from collections.abc import Sequence
from functools import lru_cache
from itertools import accumulate, pairwise
from typing import NamedTuple

from search_index.text.chinese_characters import SIMPLIFIED
from search_index.text.transliteration import strip_marks, to_latin

MAX_WORD = 64
"""The most letters of a folded word. Longer words are cut in the index and in queries alike."""
MAX_NAME = 240
"""The most characters of a folded name."""
INITIALS_MARK = "."
"""Stands before the initials of a name, so that only a search for initials finds them."""
NUMBER_MARK = "#"
"""Stands before a telephone number, so that only a search for a number finds it."""
FEWEST_DIGITS = 6
"""The smallest number of digits of a telephone number."""
TEXTS_OF_A_DOCUMENT = 1024
"""The number of texts to cache. Each text of a document is read several times, for its words, spellings, initials and
names."""

# Han, kana, hangul, Thai, Lao, Khmer and Burmese: scripts in which spaces do not separate all words.
_UNSPACED = (
    "\u0e00-\u0eff\u1000-\u109f\u1780-\u17ff\u3005\u3040-\u30ff\u3400-\u4dbf\u4e00-\u9fff"
    "\uac00-\ud7af\uf900-\ufaff\U00020000-\U0003ffff"
)
# For `re`, marks are no word characters, but marks occur inside words.
_MARKS = (
    "\u0300-\u036f\u0483-\u0489\u0591-\u05c7\u0610-\u061a\u064b-\u065f\u0670\u06d6-\u06ed"
    "\u0900-\u0dff\u0f00-\u0fbc\u1ab0-\u1aff\u1dc0-\u1dff\u20d0-\u20ff\u3099\u309a\ufe20-\ufe2f"
)
_LETTER = f"(?:(?![{_UNSPACED}])[^\\W\\d_]|[{_MARKS}])"
_TOKEN = re.compile(f"[{_UNSPACED}]+|\\d+|{_LETTER}+(?:'{_LETTER}+)*")
_RUN = re.compile(f"[{_UNSPACED}]")
_JOINERS = "-‐‑‒–—/.·&"
# A boundary between two tokens that may be parts of one word. A text without such a boundary has no compounds.
_SEAM = re.compile(f"\\d{_LETTER}|{_LETTER}\\d|(?:{_LETTER}|\\d)[{_JOINERS}](?:{_LETTER}|\\d)")
NUMBER = re.compile(r"(\+?) ?\(?\d[\d ().–-]*\d")
_TRUNK_ZERO = "(0)"
_CALLING_CODE = re.compile(r"\d+\D+")
_NOT_ASCII_WORD = re.compile("[^a-z0-9]+")

# Apostrophes that are typed for one another in Uzbek, French, Ukrainian, Armenian and transliteration.
_APOSTROPHES = dict.fromkeys(map(ord, "’‘ʻʼʽ`´ʹʺ′＇‛՚׳ʾʿ"), "'")
# Invisible characters, the Arabic tatweel, and the Armenian marks that stand inside a word.
_INVISIBLE = re.compile("[\u00ad\u0640\u055b-\u055e\u200b-\u200f\u202a-\u202e\u2060-\u2069\ufe00-\ufe0f\ufeff]")

_ARTICLE = "ال"
# What Arabic joins to the beginning of a word: "and", the article, and "by", "as" or "for" before the article.
_CLITICS = re.compile("و?(?:[بك]?ال|لل)?(?=...)")
# "For", "in" or "by" before a name without the article, with or without "and". A name has four letters or more: shorter
# words may begin with these letters themselves.
_PREPOSITION = re.compile("و?[لب](\\w{4,})")


class Token(NamedTuple):
    """A word of a text: folded, as typed, and its position in the normalized text.

    - `is_run`: the token is a piece of text in a script without spaces.
    - `glued`: nothing separates the token from the previous token, or only one joiner such as a hyphen or slash.
    """

    word: str
    typed: str
    start: int
    end: int
    is_run: bool
    glued: bool


def normalize(text: str) -> str:
    """Normalize a text: apply NFKC, replace every apostrophe by ', and remove invisible characters."""
    plain = unicodedata.normalize("NFKC", _INVISIBLE.sub("", text.translate(_APOSTROPHES)))
    return _INVISIBLE.sub("", plain)


@lru_cache(maxsize=TEXTS_OF_A_DOCUMENT)
def tokenize(cleaned: str) -> tuple[Token, ...]:
    """Return the tokens of a normalized text, in order."""
    found: list[Token] = []
    for match in _TOKEN.finditer(cleaned):
        typed, start = match.group(), match.start()
        if word := _fold_token(typed):
            is_run = _RUN.match(typed) is not None
            glued = False
            if found and not is_run and not found[-1].is_run:
                between = cleaned[found[-1].end : start]
                glued = not between or (len(between) == 1 and between in _JOINERS)
            found.append(Token(word, typed, start, match.end(), is_run, glued))
    return tuple(found)


@lru_cache(maxsize=TEXTS_OF_A_DOCUMENT)
def _cleaned(text: str) -> str:
    return normalize(text)


@lru_cache(maxsize=65536)
def _fold_token(typed: str) -> str:
    text = unicodedata.normalize("NFKC", typed.casefold())
    if _RUN.match(text):
        return strip_marks(text).translate(SIMPLIFIED)[:MAX_NAME]
    return _NOT_ASCII_WORD.sub("", to_latin(text))[:MAX_WORD]


@lru_cache(maxsize=65536)
def variants(typed: str) -> tuple[str, ...]:
    """Return other folded forms of a typed word. For an Arabic word, this is the word without joined short words such
    as the article. For a word with an apostrophe, these are the parts around the apostrophe that have more than two
    letters."""
    bare = strip_marks(typed)
    parts = [bare[found.end() :]] if (found := _CLITICS.match(bare)) and found.group() else []
    parts += [part for part in bare.split("'") if len(part) > 2] if "'" in bare else []
    return tuple(word for part in parts if (word := _fold_token(part)))


@lru_cache(maxsize=4096)
def without_joined(typed: str) -> str:
    """Return the folded form of an Arabic word without its joined preposition of one letter. Return an empty text if
    the word has no such preposition."""
    found = _PREPOSITION.match(strip_marks(typed))
    return _fold_token(found[1]) if found else ""


def has_article(typed: str) -> bool:
    """Return whether an Arabic word begins with the article, with or without "and" or the like before it."""
    found = _CLITICS.match(strip_marks(typed))
    return found is not None and found.group() not in ("", "و")


def bigrams(run: str) -> list[str]:
    """Return the pairs of neighbouring characters in `run`, in their order. A single character is returned by
    itself."""
    return [a + b for a, b in pairwise(run)] or [run]


def compounds(found: Sequence[Token]) -> list[str]:
    """For each token, return the joined spelling of the word to which it belongs (247 for both parts of 24/7). For a
    token that is a whole word, return ""."""
    chains = list(accumulate(not token.glued for token in found))
    solid = dict.fromkeys(chains, "")
    for chain, token in zip(chains, found, strict=True):
        solid[chain] += token.word
    alone = Counter(chains)
    return [solid[chain][:MAX_WORD] if alone[chain] > 1 else "" for chain in chains]


def index_words(text: str) -> set[str]:
    """Return every folded word by which a search can find `text`."""
    cleaned = _cleaned(text)
    words = set().union(*map(_token_words, _TOKEN.findall(cleaned)))
    if _SEAM.search(cleaned):
        words.update(filter(None, compounds(tokenize(cleaned))))
    return words


@lru_cache(maxsize=65536)
def _token_words(typed: str) -> frozenset[str]:
    word = _fold_token(typed)
    if not word:
        return frozenset()
    return frozenset((*word, *bigrams(word)) if _RUN.match(typed) else (word, *variants(typed)))


def phone_keys(text: str) -> set[str]:
    """Return the keys by which a search can find the telephone numbers in `text`.

    If a calling code is written apart from the rest of the number, the number has two keys: with and without the
    calling code.
    """
    forms: set[str] = set()
    for match in NUMBER.finditer(normalize(text)):
        run = match.group()
        national = _CALLING_CODE.sub("", run.lstrip("+ ("), count=1) if match[1] else ""
        forms.update(filter(None, map(phone_key, (run, national))))
    return forms


def typed_phone_numbers(cleaned: str) -> list[Token]:
    """Return the parts of a normalized text that may be telephone numbers or beginnings of them, in order."""
    matches = NUMBER.finditer(cleaned)
    return [Token(word, m.group(), m.start(), m.end(), False, False) for m in matches if (word := phone_key(m.group()))]


def digits_of(text: str) -> str:
    """Return the digits of a text as 0 to 9, whatever their script."""
    return "".join(str(unicodedata.decimal(one)) for one in text if one.isdecimal())


def phone_key(run: str) -> str:
    """Return NUMBER_MARK and the digits of a telephone number, without leading zeros and without "(0)". If fewer than
    FEWEST_DIGITS digits remain, return ""."""
    digits = digits_of(run.replace(_TRUNK_ZERO, "")).lstrip("0")
    return f"{NUMBER_MARK}{digits}"[:MAX_WORD] if len(digits) >= FEWEST_DIGITS else ""


def whole_name(text: str) -> str:
    """Return the folded words of a name, separated by spaces, without Arabic articles. The result is cut to whole words
    within MAX_NAME characters."""
    words: list[str] = []
    for token in tokenize(_cleaned(text)):
        # Without its article, a short word would look like the acronym of another name.
        has_article = token.typed.startswith(_ARTICLE) and len(token.typed) > 5
        bare = variants(token.typed)[:1] if has_article else ()
        words += bigrams(token.word) if token.is_run else bare or (token.word,)
    name = " ".join(words)
    return name if len(name) <= MAX_NAME else name[:MAX_NAME].rpartition(" ")[0]


def initials(text: str) -> set[str]:
    """Return up to two texts: the initials of all words of a name, and the initials of its words of four letters or
    more.

    Each text begins with INITIALS_MARK. A text is left out if it would have fewer than two or more than eight initials.
    """
    spaced = [token for token in tokenize(_cleaned(text)) if not token.is_run]
    found = set()
    for words in (spaced, [token for token in spaced if len(token.typed) > 3]):
        if 2 <= len(words) <= 8:
            found.add(INITIALS_MARK + "".join(_fold_token(token.typed[0]) for token in words))
    return found


def spellings(text: str) -> set[str]:
    """Return `word<TAB>written` for each word of `text`: the folded word and its written form."""
    return set().union(*map(_token_spelling, _TOKEN.findall(_cleaned(text))))


@lru_cache(maxsize=65536)
def _token_spelling(typed: str) -> frozenset[str]:
    word = "" if _RUN.match(typed) else _fold_token(typed)
    written = typed.lower()
    return frozenset((f"{word}\t{written}",)) if word and len(written) <= MAX_WORD else frozenset()


@lru_cache(maxsize=4096)
def script(text: str) -> str:
    """Return the script of the first letter, as Unicode names it ("LATIN"), or "" if there is no letter."""
    letter = next(filter(str.isalpha, text), "\0")
    return unicodedata.name(letter, "").partition(" ")[0]
