"""Comparison of folded words: phonetic keys for transliterations of any script, and edit distance for typing errors."""

import re
from functools import lru_cache
from itertools import combinations
from zlib import crc32

PREFIX_LENGTH = 7
"""Deletes are made of this many first letters. Words that differ only after these letters share all deletes."""

# Different spellings of the same sound, longest first: in romanisations of other scripts, and in Latin alphabets. Each
# q becomes k, so `Q` is free to stand for the sound of "ch".
_SPELLINGS = {
    "dsch": "j", "tsch": "Q", "dzh": "j", "tch": "Q", "sch": "s", "dj": "j", "zh": "j",
    "ch": "Q", "sh": "s", "kh": "h", "gh": "g", "ph": "f", "th": "t", "ts": "s", "tz": "s",
    "ck": "k", "q": "k", "w": "v", "x": "h", "y": "i", "e": "a", "u": "o",
}  # fmt: skip
_SPELLING = re.compile("|".join(_SPELLINGS))
_SOFT_C = re.compile("c(?=[ai])")
_DOUBLED = re.compile(r"(.)\1+")


@lru_cache(maxsize=65536)
def phonetic_keys(word: str) -> tuple[str, ...]:
    """Return the phonetic keys of a folded word, the likeliest first. Return an empty tuple for a word with a digit.

    Words that share a key sound alike.
    """
    if not word.isascii() or not word.isalpha():
        return ()
    plain = _SPELLING.sub(lambda found: _SPELLINGS[found.group()], word)
    keys = [_SOFT_C.sub("s", plain).replace("c", "k").replace("j", "z")]
    if "c" in plain:
        keys.append(plain.replace("c", "Q").replace("j", "z"))
    if "j" in plain:
        keys.append(_SOFT_C.sub("s", plain).replace("c", "k").replace("j", "i"))
    return tuple(_DOUBLED.sub(r"\1", key) for key in keys)


def deletes(sound: str, errors: int) -> frozenset[int]:
    """Return one number for each text that remains if up to `errors` letters are left out of the first PREFIX_LENGTH
    letters of the phonetic key `sound`.

    Two keys that differ by at most `errors` letters share a number, so the numbers find similar keys. Source: SymSpell,
    which calls such a text a delete.
    """
    return _deletes_of(sound[:PREFIX_LENGTH], errors)


# A small cache is enough: when a vocabulary is indexed, sounds that begin alike follow one another.
@lru_cache(maxsize=64)
def _deletes_of(start: str, errors: int) -> frozenset[int]:
    kept = {
        "".join(letters)
        for left_out in range(min(errors, len(start)) + 1)
        for letters in combinations(start, len(start) - left_out)
    }
    return frozenset(crc32(letters.encode()) for letters in kept)


def edit_distance(one: str, other: str, limit: int) -> int:
    """Return the Damerau-Levenshtein distance of two words (optimal string alignment), or `limit` + 1 if the distance
    is greater."""
    if abs(len(one) - len(other)) > limit:
        return limit + 1
    before: list[int] = []
    above = list(range(len(other) + 1))
    for i, letter in enumerate(one):
        row = [i + 1]
        for j, against in enumerate(other):
            cost = min(above[j] + (letter != against), above[j + 1] + 1, row[j] + 1)
            if i and j and letter == other[j - 1] and one[i - 1] == against:
                cost = min(cost, before[j - 1] + 1)
            row.append(cost)
        before, above = above, row
    return min(above[-1], limit + 1)
