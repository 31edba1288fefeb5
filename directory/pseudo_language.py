"""The pseudo-language: English with other letters, and longer, `[Šéářçħ ···]`. A page in this language reveals texts
that are not translated, and texts that have too little room."""

import re
from functools import lru_cache

from babel import Locale

# The locale that stands for the pseudo-language: an English that puts the day before the month, like the English of the
# interface.
PSEUDO_LOCALE = Locale("en", "150")
DISGUISE = str.maketrans(
    "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ",
    "áƀçđéƒĝħíĵķļɱñóƥǫřšťúṽŵẋýžÁƁÇĐÉƑĜĦÍĴĶĻṀÑÓƤǪŘŠŤÚṼŴẊÝŽ",
)
# Translations of short strings are longer by about two fifths. The added dots are split into words, since lines break
# only between words.
LONGER, LETTERS_OF_A_WORD = 0.4, 6
KEPT = re.compile(r"%\(\w+\)[a-z]|%%|</?\w+[^>]*>|\{\w*\}")


@lru_cache(maxsize=5_000)
def pseudo(text: str) -> str:
    """Return a text with every letter changed, longer and between brackets; placeholders and markup stay."""
    kept = KEPT.findall(text)
    words = [piece.translate(DISGUISE) for piece in KEPT.split(text)]
    said = "".join(word + stays for word, stays in zip(words, [*kept, ""], strict=True))
    more = "·" * max(1, round(len("".join(words)) * LONGER))
    return f"[{said} {' '.join(re.findall(f'.{{1,{LETTERS_OF_A_WORD}}}', more))}]"
