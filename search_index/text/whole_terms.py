"""Terms that match only as a whole, for restricted texts: telephone numbers, addresses, codes, words.

If a part matched, a person could guess the whole term part by part.
"""

import re
from collections.abc import Callable, Iterable, Iterator
from hashlib import blake2s

from search_index.text import folding
from search_index.text.folding import Token

ADDRESS_MARK = "@"
"""Stands before an address, so that no folded word equals an address."""
_STRETCH = re.compile(r"[^\s<>()\[\]\"',;]+")
_IS_ADDRESS = re.compile("@|://|^www\\.", re.IGNORECASE)
_AROUND = re.compile(r"^(?:mailto:|https?://)?(?:www\.)?|[/.:!?]+$", re.IGNORECASE)
_LETTER_BEFORE, _LETTER_AFTER = re.compile(r"[^\W\d_]-?$"), re.compile(r"-?[^\W\d_]")


def text_words(text: str, writings: Callable[[str], Iterable[str]] = lambda _number: ()) -> set[str]:
    """Return the terms of a text that match only as a whole. `writings` returns other ways to write a telephone
    number."""
    rest = folding.normalize(text)
    words: set[str] = set()
    for found in _STRETCH.finditer(rest):
        if _IS_ADDRESS.search(found[0]):
            words.add(_address(found[0]))
            rest = _without(rest, found)
    for found in folding.NUMBER.finditer(rest):
        if _stands_alone(found):
            forms = {folding.phone_key(each) for each in (found[0], *writings(found[0]))} - {""}
            words |= forms or {folding.digits_of(found[0])}
            rest = _without(rest, found)
    return words.union(*map(_words_of, _chains(folding.tokenize(rest))))


def typed_wholes(cleaned: str) -> Iterator[tuple[str, str]]:
    """Yield (word, whole term) for each word of a normalized query that is a part of a whole term."""
    for found in _STRETCH.finditer(cleaned):
        yield from ((part, _address(found[0])) for part in _parts(found[0]))
    for found in folding.NUMBER.finditer(cleaned):
        yield from ((part, folding.digits_of(found[0])) for part in _parts(found[0]))
    for token in folding.tokenize(cleaned):
        if token.is_run:
            yield from ((pair, _short(token.word)) for pair in folding.bigrams(token.word))


def _parts(text: str) -> Iterator[str]:
    for token in folding.tokenize(text):
        yield from folding.bigrams(token.word) if token.is_run else (token.word,)


def _address(stretch: str) -> str:
    return _short(ADDRESS_MARK + _AROUND.sub("", stretch).casefold())


def _short(word: str) -> str:
    """Return a word or, if the index would cut the word, its digest. A cut word would match every word with the same
    beginning."""
    return word if len(word) <= folding.MAX_WORD else ADDRESS_MARK + blake2s(word.encode(), digest_size=16).hexdigest()


def _stands_alone(number: re.Match[str]) -> bool:
    before, after = number.string[: number.start()], number.string[number.end() :]
    # A number beside a letter is part of a code.
    return not _LETTER_BEFORE.search(before) and not _LETTER_AFTER.match(after)


def _without(text: str, found: re.Match[str]) -> str:
    return text[: found.start()] + " " * len(found[0]) + text[found.end() :]


def _chains(tokens: Iterable[Token]) -> Iterator[list[Token]]:
    """Yield lists of consecutive tokens in which each token but the first is `glued` to the previous token."""
    chain: list[Token] = []
    for token in tokens:
        if chain and not token.glued:
            yield chain
            chain = []
        chain.append(token)
    yield chain


def _words_of(chain: list[Token]) -> set[str]:
    solid = {word for word in folding.compounds(chain) if word}
    # A chain with digits may be a code, so only its joined spelling is a word.
    if solid and any(token.word.isdecimal() for token in chain):
        return solid
    words = ((_short(token.word),) if token.is_run else (token.word, *folding.variants(token.typed)) for token in chain)
    return solid.union(*words)
