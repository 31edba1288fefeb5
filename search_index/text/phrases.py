"""Finds known phrases (names) in a text, whatever the script, the language and the ending of their words."""

from collections.abc import Iterable, Iterator
from dataclasses import dataclass
from typing import NamedTuple

from search_index.text import folding

MOST_WORDS = 8
"""Longer phrases are not found."""
ROOT = 3
SHARED = 0.5
MOST_LOST = 1
MOST_ENDING = 6
"""A word is another form of a phrase's word if both begin with the same letters: more than ROOT, and more than the
share SHARED of the word. The phrase's word then has at most MOST_LOST further vowels, not counting a `y` before them,
and no other letter. Both words together have at most MOST_ENDING letters after those that they share."""
VOWELS = frozenset("aeiouy")
FEWEST_UNSPACED = 2
"""The fewest characters of a phrase in a script without spaces."""


@dataclass(frozen=True)
class FoundPhrase:
    """A phrase in a text: the codes that have it, and its start and end in the normalized text. `is_exact` is false if
    a word of the text has another ending than the phrase."""

    codes: frozenset[str]
    start: int
    end: int
    is_exact: bool = True


class _Phrase(NamedTuple):
    words: tuple[str, ...]
    script: str
    codes: set[str]


class PhraseFinder:
    """Finds phrases in texts. Each phrase stands for one or more codes."""

    def __init__(self, phrases: Iterable[tuple[str, str]], in_capitals: Iterable[tuple[str, str]] = ()) -> None:
        """Store pairs of phrase and code. Phrases of one word in `in_capitals` are found only if they are typed in
        capital letters: the codes IN, TO and AND are words too."""
        self._capitals: dict[str, set[str]] = {}
        for phrase, code in in_capitals:
            self._capitals.setdefault(phrase, set()).add(code)
        self._spaced: dict[tuple[str, ...], set[str]] = {}
        self._unspaced: dict[str, set[str]] = {}
        self._by_root: dict[tuple[int, str], list[_Phrase]] = {}
        for phrase, code in phrases:
            self._add(folding.normalize(phrase), code)
        self._longest_unspaced = max(map(len, self._unspaced), default=0)

    def _add(self, phrase: str, code: str) -> None:
        tokens = folding.tokenize(phrase)
        if any(token.is_run for token in tokens):
            solid = "".join(token.word for token in tokens)
            if len(solid) >= FEWEST_UNSPACED:
                self._unspaced.setdefault(solid, set()).add(code)
            return
        words = _bare_words(tokens)
        if words and len(words) <= MOST_WORDS:
            self._spaced.setdefault(words, set()).add(code)
            known = self._by_root.setdefault((len(words), words[0][:ROOT]), [])
            known.append(_Phrase(words, folding.script(phrase), {code}))

    def find(self, text: str) -> list[FoundPhrase]:
        """Return the phrases in a text in their order. They do not overlap.

        Of phrases that begin at the same word, the longest is found. A phrase with other endings is found if no phrase
        of as many words is there exactly.
        """
        tokens = folding.tokenize(folding.normalize(text))
        found: list[FoundPhrase] = []
        at = 0
        while at < len(tokens):
            if tokens[at].is_run:
                found += self._in_run(tokens[at])
                at += 1
                continue
            for length in range(min(MOST_WORDS, len(tokens) - at), 0, -1):
                run = tokens[at : at + length]
                codes, is_exact = self._codes(run)
                if codes:
                    found.append(FoundPhrase(frozenset(codes), run[0].start, run[-1].end, is_exact))
                    at += length
                    break
            else:
                at += 1
        return found

    def _codes(self, run: tuple[folding.Token, ...]) -> tuple[set[str], bool]:
        """Return the codes of a run of words, and whether the words are exactly those of the phrase."""
        if any(token.is_run for token in run):
            return set(), False
        words = _bare_words(run)
        exact = self._spaced.get(words, set()) | (self._capitals.get(run[0].typed, set()) if len(run) == 1 else set())
        return (exact, True) if exact else (self._inflected(words, folding.script(run[0].typed)), False)

    def _inflected(self, words: tuple[str, ...], script: str) -> set[str]:
        """Return the codes of the phrase in this script whose words share most letters with `words`."""
        best, most = set[str](), (0, 0)
        for phrase in self._by_root.get((len(words), words[0][:ROOT]), ()):
            if phrase.script != script:
                continue
            likeness = _likeness(phrase.words, words) or (0, 0)
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


def _bare_words(tokens: Iterable[folding.Token]) -> tuple[str, ...]:
    """Return the folded words of tokens, each without an Arabic article or conjunction that is joined to it."""
    return tuple((folding.variants(token.typed) or (token.word,))[0] for token in tokens)


def _likeness(known: tuple[str, ...], words: tuple[str, ...]) -> tuple[int, int] | None:
    """Return how much alike a known phrase and the words of a text are: the letters that they share, then the letters
    of their endings, negative. Return None if a word is no other form of its counterpart."""
    shared = apart = 0
    for one, other in zip(known, words, strict=True):
        common = next(
            (at for at, (a, b) in enumerate(zip(one, other, strict=False)) if a != b), min(len(one), len(other))
        )
        ending = len(one) + len(other) - 2 * common
        lost = one[common:].removeprefix("y")
        is_form = common > ROOT and ending <= MOST_ENDING and len(lost) <= MOST_LOST and VOWELS.issuperset(lost)
        if one != other and not (is_form and common > SHARED * len(other)):
            return None
        shared += common
        apart += ending
    return shared, -apart
