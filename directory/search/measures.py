"""Finds the measure that a text names: by a label in any language, or by another name of `everyday_words.csv`."""

from collections import Counter, defaultdict
from collections.abc import Mapping
from functools import cache
from typing import NamedTuple

from directory.search.guides import FILLER, without, words_meaning
from directory.search.names import labels
from directory.vocabulary import MEASURES
from search_index import fold_phrases
from search_index.text import folding
from search_index.text.phrases import ARABIC, AS_TYPED, LATIN, MOST_ENDING, ROOT, SHORT, UNSPACED, VOWELS, bare_words

# The measure for everything without a measure of its own. Nobody types its label.
UNNAMED = "other"
MOST_OTHERS = 0.75
"""The greatest share of the letters of a text that may belong to other words, if the text names a measure by a general
word alone."""
CHARACTERS_OF_A_WORD = 2
"""The number of characters that count as one word in a script without spaces."""
SHARED = 0.6
SHARED_BY_WHOLE = 0.45
"""Two words are forms of one word if they share a beginning of more than ROOT letters and more than the part SHARED of
the longer word. Turkic and Slavic endings are longer: in scripts other than Latin and Arabic, SHARED_BY_WHOLE is enough
if only the text's word has an ending."""


class _Name(NamedTuple):
    """A name of the measure `code`, in folded words. `script` is as in FoldedPhrase."""

    code: str
    words: tuple[str, ...]
    script: str

    @property
    def letters(self) -> int:
        return sum(map(len, self.words))


class _TextWord(NamedTuple):
    """A word of a text. A filler such as "ask" is no form of another word."""

    forms: frozenset[str]
    typed: str
    script: str
    is_filler: bool


def named_measure(text: str, besides: str = "") -> str:
    """Return the code of the measure that a text names, or "".

    A text names a measure if it contains all telling words of one of the measure's names, in any order and with any
    endings. If the text contains several names, the name with the most words decides.

    A general word such as "hearing" decides only if the text contains no other name, and if the other words have at
    most the share MOST_OTHERS of the letters. `besides` is a part of the text; names in this part are ignored.
    """
    text, besides = folding.normalize(text), folding.normalize(besides)
    others = set(_names_in(besides))
    named = [one for one in _names_in(text) if one not in others]
    letters = _letters(text) - _letters(besides)
    sure = [one for one in named if not _is_general(one) or letters - one.letters <= MOST_OTHERS * letters]
    return max(sure, key=_saying).code if sure else ""


def _letters(text: str) -> int:
    """Return the number of letters of a text without its fillers."""
    return sum(len(token.word) for token in folding.tokenize(without(text, words_meaning(FILLER, text))))


def _saying(name: _Name) -> tuple[float, bool, int]:
    """Return a sort key by which the more specific name is greater: more words first, then a word that is not general,
    then more letters."""
    words = name.letters / CHARACTERS_OF_A_WORD if name.script == UNSPACED else len(name.words)
    return words, not _is_general(name), name.letters


def is_of_measures(text: str) -> bool:
    """Return whether each word of a text is a word of a measure's name, in the same form."""
    words = [token.word for token in folding.tokenize(folding.normalize(text))]
    return all(any(known == word for known, _, _ in _words_of_names().get(word[:ROOT], ())) for word in words)


def _names_in(text: str) -> list[_Name]:
    solid = "".join(token.word for token in folding.tokenize(text))
    counts = Counter(at for at, _ in {place for word in _read(text) for place in _places(word)})
    return [
        name
        for at, name in enumerate(_names())
        if (name.words[0] in solid if name.script == UNSPACED else counts[at] == len(name.words))
    ]


def _read(text: str) -> list[_TextWord]:
    fillers = {at for one in words_meaning(FILLER, text) for at in range(one.start, one.end)}
    spaced = [token for token in folding.tokenize(text) if not token.is_run]
    return [
        _TextWord(
            frozenset(filter(None, (bare, token.word, folding.without_joined(token.typed)))),
            token.typed.casefold(),
            folding.script(token.typed),
            token.start in fillers,
        )
        for token, bare in zip(spaced, bare_words(spaced), strict=True)
    ]


def _places(word: _TextWord) -> set[tuple[int, int]]:
    """Return the words of names that a word of a text can stand for, as pairs: index in `_names()`, index of the word
    in the name."""
    names, known = _names(), _words_of_names()
    near = ((form, place) for form in {*word.forms, word.typed} for place in known.get(form[:ROOT], ()))
    return {(at, number) for form, (one, at, number) in near if _is_in_place(one, names[at].script, form, word)}


def _is_in_place(known: str, script: str, form: str, word: _TextWord) -> bool:
    if script == AS_TYPED:
        return known == word.typed
    return known == form or (not word.is_filler and script == word.script and _are_forms(known, form, script))


def _are_forms(known: str, word: str, script: str) -> bool:
    shorter, longer = sorted((len(known), len(word)))
    common = next((at for at, (a, b) in enumerate(zip(known, word, strict=False)) if a != b), shorter)
    if not word.isalpha() or common < ROOT:
        return False
    if common > max(ROOT, SHARED * longer):
        return True
    is_whole = len(known) - common <= 1 and VOWELS.issuperset(known[common:])
    is_near = len(known) + len(word) - 2 * common <= MOST_ENDING and common > SHARED_BY_WHOLE * len(word)
    return is_whole and is_near and script not in (LATIN, ARABIC)


@cache
def _names() -> tuple[_Name, ...]:
    every = [
        (_without_fillers(label), code) for code in MEASURES if code != UNNAMED for label in labels(MEASURES, code)
    ]
    return tuple(
        dict.fromkeys(
            _Name(code, (words,) if script in (UNSPACED, AS_TYPED) else tuple(words.split()), script)
            for words, script, code in fold_phrases(every)
        )
    )


def _without_fillers(name: str) -> str:
    """Return a name without short words such as "of" and "the"."""
    return without(name, (one for one in words_meaning(FILLER, name) if one.end - one.start <= SHORT))


@cache
def _is_general(name: _Name) -> bool:
    """Return whether a name is a single word that also occurs, in some form, in names of other measures."""
    if name.script == UNSPACED:
        others = (one for one in _names() if one.script == UNSPACED and one.code != name.code)
        return any(name.words[0] in one.words[0] for one in others)
    if len(name.words) > 1:
        return False
    word = _TextWord(frozenset(name.words), name.words[0], name.script, is_filler=False)
    return any(_names()[at].code != name.code for at, _ in _places(word))


@cache
def _words_of_names() -> Mapping[str, list[tuple[str, int, int]]]:
    """Return a mapping from the first ROOT letters to the words of names that begin with them. Each item has the word,
    the index of the name in `_names()`, and the index of the word in the name."""
    words: defaultdict[str, list[tuple[str, int, int]]] = defaultdict(list)
    for at, name in enumerate(_names()):
        for number, word in enumerate(name.words if name.script != UNSPACED else ()):
            words[word[:ROOT]].append((word, at, number))
    return words
