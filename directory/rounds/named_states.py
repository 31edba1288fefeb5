"""Finds the names of asked States in a text that others of them read: a slip would tell one State of another."""

import re
from collections.abc import Iterable

from directory.i18n import LANGUAGES, territory_name, without_case_and_accents

# Shorter names are searched for as whole words: their beginnings begin too many other words.
SHORTEST_STEM_CHARACTERS = 5
WITHOUT_SPACES = "zh"


def find_named(text: str, states: Iterable[str]) -> list[str]:
    """Return the codes of the States that a text names in any language of the site, in the given order. A long name is
    also found with another ending, as other cases have."""
    folded = without_case_and_accents(text)
    return [code for code in states if any(pattern.search(folded) for pattern in _patterns(code))]


def _patterns(code: str) -> Iterable[re.Pattern[str]]:
    for language in LANGUAGES:
        name = without_case_and_accents(territory_name(code, language))
        if language == WITHOUT_SPACES:
            yield re.compile(re.escape(name))
        elif len(name) > SHORTEST_STEM_CHARACTERS:
            yield re.compile(rf"(?<!\w){re.escape(name[:-1])}")
        else:
            yield re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
