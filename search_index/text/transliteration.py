"""Transliterates words of other scripts into Latin letters."""

import unicodedata

from anyascii import anyascii

# Translated before marks are stripped, since stripping would make й an и. Arabic letters become the vowel for which
# they stand. Arabic forms that are typed for one another (ى ي ی, ة ه, ك ک) become one form. anyascii transliterates all
# other letters.
_LETTERS = str.maketrans(
    {
        "й": "y",
        "ј": "y",
        "ҝ": "g",
        "ҹ": "c",
        "ь": None,
        "ъ": None,
        "ا": "a",
        "ٱ": "a",
        "ع": "a",
        "و": "u",
        "ي": "i",
        "ى": "i",
    }
    | {"ی": "i", "ة": "h", "ه": "h", "ھ": "h", "ک": "k", "ك": "k", "ء": None}
)
_ARMENIAN_U = "ու"
_ALIKE_LATIN, _ALIKE_CYRILLIC = "abcehikmoptxy", "авсенікмортху"
_TO_CYRILLIC = str.maketrans(_ALIKE_LATIN, _ALIKE_CYRILLIC)
_TO_LATIN = str.maketrans(_ALIKE_CYRILLIC, _ALIKE_LATIN)


def to_latin(word: str) -> str:
    """Transliterate a case-folded word into lower-case Latin letters without marks."""
    if word.isascii():
        return word.lower()
    text = _one_alphabet(word).replace(_ARMENIAN_U, "u")
    text = strip_marks(text.translate(_LETTERS)).translate(_LETTERS)
    return anyascii(text).lower()


def strip_marks(text: str) -> str:
    """Return a text without accents and other marks."""
    if text.isascii():
        return text
    apart = unicodedata.normalize("NFD", text)
    kept = "".join(c for c in apart if not unicodedata.category(c).startswith("M"))
    return unicodedata.normalize("NFC", kept)


def _one_alphabet(text: str) -> str:
    """Convert a word that mixes Latin and Cyrillic letters to one of the two alphabets.

    Letters of the rarer alphabet are replaced by look-alikes.
    """
    cyrillic = sum("\u0400" <= c <= "\u052f" for c in text)
    latin = sum("a" <= c <= "z" for c in text)
    if not cyrillic or not latin:
        return text
    return text.translate(_TO_CYRILLIC if cyrillic > latin else _TO_LATIN)
