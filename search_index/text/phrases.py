"""Finds known phrases (names) in a text of any script, also if their words have other endings in the text."""

import re
from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from functools import lru_cache
from itertools import chain
from typing import NamedTuple

from search_index.text import folding

MOST_WORDS = 8
"""Longer phrases are not found."""
SHORT = 3
"""A phrase of at most this many folded letters is found only in its own letters, since words of other languages fold to
the same letters."""
ROOT = 3
SHARED = 0.45
MOST_ENDING = 6
VOWELS = frozenset("aeiouy")
"""ROOT, SHARED, MOST_ENDING and VOWELS decide whether a word of a text is another form of a phrase's word (Литва: в
Литве). The shared beginning has ROOT letters or more, and more than the share SHARED of the text's word. The two
endings after it have at most MOST_ENDING letters together. The ending of the phrase's word is at most one vowel, which
may follow a `y`."""
LATIN, ARABIC = "LATIN", "ARABIC"
LATIN_ROOT = 4
LATIN_ENDINGS = re.compile(
    "(?:da|de|ta|te|dan|den|tan|ten|day|dey|dagi|daky|a|e|ya|ye|ga|ge|ka|ke"
    "|qa|na|ne|i|y|u|in|yn|un|nin|nyn|ning|nun|ni|ny|nu|la|le|lar|ler|li|ly)"
)
"""In Latin letters, a word is another form of a phrase's word only if it is the phrase's whole word (LATIN_ROOT letters
or more) with one of these Turkic case endings (Türkiyede). Too many Latin words look alike for the general rule. Words
in Arabic script have no other endings, but prepositions of one letter before them (`folding.without_joined`)."""
JOINED = 5
"""Arabic joins "and" to the next word as one letter. If fewer than this many letters would remain, the first letter
probably belongs to the word itself."""
FEWEST_UNSPACED = 2
"""The fewest characters of a phrase in a script without spaces."""
UNSPACED, AS_TYPED = "unspaced", "as typed"
"""Marks of a phrase in a script without spaces, and of one that is found in its own letters alone (SHORT)."""


@dataclass(frozen=True)
class FoundPhrase:
    """A phrase in the normalized text, and the codes for which it stands.

    `is_exact` is false if a word of the phrase has another ending, or a joined preposition, in the text.
    """

    codes: frozenset[str]
    start: int
    end: int
    is_exact: bool = True


class FoldedPhrase(NamedTuple):
    """A phrase in the form that a PhraseFinder stores: its words, separated by spaces, its script and its code.

    - If `script` is UNSPACED, the phrase is in a script without spaces, and `words` is one folded text.
    - If `script` is AS_TYPED, the phrase is found only in its own letters, and `words` is case-folded only.
    - Otherwise `words` are folded words, and `script` is Unicode's name of the script.
    """

    words: str
    script: str
    code: str


class _Phrase(NamedTuple):
    words: tuple[str, ...]
    script: str
    codes: set[str]


def fold_phrases(phrases: Iterable[tuple[str, str]]) -> Iterator[FoldedPhrase]:
    """Yield a FoldedPhrase for each pair (phrase, code). Phrases that could never be found are left out."""
    for typed, code in phrases:
        phrase = folding.normalize(typed)
        tokens = folding.tokenize(phrase)
        if any(token.is_run for token in tokens):
            solid = "".join(token.word for token in tokens)
            if len(solid) >= FEWEST_UNSPACED:
                yield FoldedPhrase(solid, UNSPACED, code)
            continue
        words = bare_words(tokens)
        if len(words) == 1 and len(words[0]) <= SHORT:
            yield FoldedPhrase(phrase.casefold(), AS_TYPED, code)
        elif words and len(words) <= MOST_WORDS:
            yield FoldedPhrase(" ".join(words), folding.script(phrase), code)


class PhraseFinder:
    """Finds phrases in texts. Each phrase stands for one or more codes."""

    def __init__(
        self,
        phrases: Iterable[tuple[str, str]] = (),
        in_capitals: Iterable[tuple[str, str]] = (),
        folded: Iterable[FoldedPhrase] = (),
    ) -> None:
        """Store pairs (phrase, code). A phrase of more than MOST_WORDS words is not found.

        A phrase in `in_capitals` is one word, and is found only in capitals. `folded` are results of `fold_phrases`:
        storing them is ten times as fast as folding the phrases here.
        """
        self._capitals: dict[str, set[str]] = {}
        for phrase, code in in_capitals:
            self._capitals.setdefault(phrase, set()).add(code)
        self._spaced: dict[tuple[str, ...], set[str]] = {}
        self._short: dict[str, set[str]] = {}
        self._unspaced: dict[str, set[str]] = {}
        self._by_root: dict[tuple[int, str], list[_Phrase]] = {}
        for one in chain(fold_phrases(phrases), folded):
            self._add(one)
        self._longest_unspaced = max(map(len, self._unspaced), default=0)

    def _add(self, phrase: FoldedPhrase) -> None:
        if phrase.script in (UNSPACED, AS_TYPED):
            known = self._unspaced if phrase.script == UNSPACED else self._short
            known.setdefault(phrase.words, set()).add(phrase.code)
            return
        words = tuple(phrase.words.split())
        self._spaced.setdefault(words, set()).add(phrase.code)
        alike = self._by_root.setdefault((len(words), words[0][:ROOT]), [])
        alike.append(_Phrase(words, phrase.script, {phrase.code}))

    def find(self, text: str, *, is_exact: bool = False) -> list[FoundPhrase]:
        """Return the phrases in a text, in order and without overlaps.

        If several phrases begin at a word, the longest is returned. Among phrases of equal length, an exact phrase is
        preferred. If `is_exact` is true, other forms of phrases are not found.
        """
        tokens, words = _read(text)
        found: list[FoundPhrase] = []
        at = 0
        while at < len(tokens):
            if tokens[at].is_run:
                found += self._in_run(tokens[at])
                at += 1
                continue
            for length in range(min(MOST_WORDS, len(tokens) - at), 0, -1):
                run = tokens[at : at + length]
                codes, is_own = self._codes(run, words[at : at + length])
                if codes and (is_own or not is_exact):
                    found.append(FoundPhrase(frozenset(codes), run[0].start, run[-1].end, is_own))
                    at += length
                    break
            else:
                at += 1
        return found

    def _codes(self, run: tuple[folding.Token, ...], words: tuple[str, ...]) -> tuple[set[str], bool]:
        """Return the codes of the phrase that the consecutive tokens `run` form, and whether the tokens equal the
        phrase exactly. Return no codes if they form no phrase.

        `words` are the bare words of `run`.
        """
        if any(token.is_run for token in run):
            return set(), False
        exact = self._spaced.get(words, set())
        if len(run) == 1:
            typed = run[0].typed
            exact = exact | self._capitals.get(typed, set()) | self._short.get(typed.casefold(), set())
            exact = exact | self._spaced.get(_without_and(run[0]), set())
        if exact:
            return exact, True
        joined = folding.without_joined(run[0].typed)
        exact = self._spaced.get((joined, *words[1:]), set()) if joined else set()
        return exact or self._inflected(words, folding.script(run[0].typed)), False

    def _inflected(self, words: tuple[str, ...], script: str) -> set[str]:
        best, most = set[str](), (0, 0)
        for phrase in self._by_root.get((len(words), words[0][:ROOT]), ()):
            if phrase.script != script:
                continue
            likeness = _likeness(phrase.words, words, script) or (0, 0)
            if likeness > most:
                best, most = phrase.codes, likeness
            elif likeness == most > (0, 0):
                best = best | phrase.codes
        return best

    def _in_run(self, token: folding.Token) -> Iterator[FoundPhrase]:
        at = 0
        while at < len(token.word):
            for length in range(min(self._longest_unspaced, len(token.word) - at), FEWEST_UNSPACED - 1, -1):
                if codes := self._unspaced.get(token.word[at : at + length]):
                    yield FoundPhrase(frozenset(codes), token.start + at, token.start + at + length)
                    at += length
                    break
            else:
                at += 1


# Several finders read one text, one after the other.
@lru_cache(maxsize=16)
def _read(text: str) -> tuple[tuple[folding.Token, ...], tuple[str, ...]]:
    """Return the tokens of a text and their bare words."""
    tokens = tuple(folding.tokenize(folding.normalize(text)))
    return tokens, bare_words(tokens)


def bare_words(tokens: Iterable[folding.Token]) -> tuple[str, ...]:
    """Return the folded word of each token. A joined beginning, such as the Arabic article or the French l', is
    removed: l'avocat becomes `avocat`."""
    return tuple(_bare(token) for token in tokens)


def _without_and(token: folding.Token) -> tuple[str, ...]:
    forms = folding.variants(token.typed)
    return forms if len(forms) == 1 and len(forms[0]) >= JOINED and "'" not in token.typed else ()


def _bare(token: folding.Token) -> str:
    forms = folding.variants(token.typed)
    # "And" alone is no sign of a joined word: many words begin with the same letter.
    is_joined = token.typed.count("'") == 1 or folding.has_article(token.typed)
    return forms[0] if len(forms) == 1 and is_joined else token.word


def _likeness(known: tuple[str, ...], words: tuple[str, ...], script: str) -> tuple[int, int] | None:
    """Return how alike the words of a phrase (`known`) and of a text (`words`) are: the number of letters that they
    share, and minus the number of their other letters. The greater this pair, the more alike they are.

    Return None if `words` are not forms of `known`.
    """
    shared = apart = 0
    for one, other in zip(known, words, strict=True):
        pairs = enumerate(zip(one, other, strict=False))
        common = next((at for at, (a, b) in pairs if a != b), min(len(one), len(other)))
        ending = len(one) + len(other) - 2 * common
        lost = one[common:].removeprefix("y")
        if script == LATIN:
            is_form = not lost and common >= LATIN_ROOT and LATIN_ENDINGS.fullmatch(other, common) is not None
        else:
            is_form = len(lost) <= 1 and VOWELS.issuperset(lost) and common >= ROOT and ending <= MOST_ENDING
        if one != other and not (is_form and script != ARABIC and common > SHARED * len(other)):
            return None
        shared += common
        apart += ending
    return shared, -apart
