"""Finds sentences by words of the reader's language."""

from collections.abc import Iterable

from anyascii import anyascii

from directory.phrasebook.phrase import Phrase
from directory.phrasebook.sentences import GROUP_OF, GROUPS, PHRASES
from directory.phrasebook.slots import SLOTS
from directory.phrasebook.wording import with_slots

# Endings differ between forms of a word: what follows the first letters of a long word need not fit.
LETTERS_OF_A_STEM, LETTERS_OF_AN_ENDING = 4, 2


def list_phrases(group: str = "", words: str = "") -> list[Phrase]:
    """Return sentences of a group, or of all groups if `group` is empty, in the order of a dialogue.

    If `words` is given, return only the sentences in which the most of these words are found, in the language of the
    response.
    """
    within = GROUPS[group].phrases if group in GROUPS else tuple(PHRASES.values())
    sought = [_stem(word) for word in _plain(words).split()]
    if not sought:
        return list(within)
    found = {phrase.id: sum(word in _searched(phrase) for word in sought) for phrase in within}
    most = max(found.values(), default=0)
    return [phrase for phrase in within if most and found[phrase.id] == most]


def _searched(phrase: Phrase) -> str:
    labels: Iterable[object] = (SLOTS[name].label for name in phrase.slots)
    return _plain(" ".join(map(str, (with_slots(phrase), GROUP_OF[phrase.id].label, *labels))))


def _stem(word: str) -> str:
    return word[: max(LETTERS_OF_A_STEM, len(word) - LETTERS_OF_AN_ENDING)]


def _plain(text: str) -> str:
    return str(anyascii(text)).casefold()
