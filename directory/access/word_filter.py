"""A word filter for lists that are not in the index. It finds words in any script."""

from collections.abc import Iterable

from anyascii import anyascii

from directory.access.gate import Reading
from directory.models import Texts

LONGEST_WORDS_CHARACTERS = 200


def normalized_words(text: str) -> str:
    """Return the words of a query parameter, separated by single spaces and cut to LONGEST_WORDS_CHARACTERS."""
    return " ".join(text.split())[:LONGEST_WORDS_CHARACTERS]


def contains_words(reading: Reading, names: Iterable[str], words: str) -> bool:
    """Return whether the details contain every word of `words`, also within longer words. Return True if `words` is
    empty."""
    texts = _plain(" ".join(_texts(reading, names)))
    return all(word in texts for word in _plain(words).split())


def _texts(reading: Reading, names: Iterable[str]) -> Iterable[str]:
    for name in names:
        found = reading.get(name)
        # `held`, not `value`: a comparison does not show the value, so it is not a disclosure.
        value = found.held if found else ""
        yield from value.by_language.values() if isinstance(value, Texts) else (value,)


def _plain(text: str) -> str:
    return str(anyascii(text)).casefold()
