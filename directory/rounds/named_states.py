"""Finds the asked States that a text or a sentence names which others of them read: a slip would tell one State of
another."""

import re
from collections.abc import Iterable, Iterator

from directory.extensions import db
from directory.i18n import LANGUAGES, territory_name, without_case_and_accents
from directory.models import Authority, FocalPoint
from directory.phrasebook.plain_values import parts
from directory.phrasebook.slots import OFFICE, SLOTS, STATE
from directory.phrasebook.spoken import SpokenPhrase, rendered

# Shorter names are searched for as whole words: their beginnings begin too many other words.
SHORTEST_STEM_CHARACTERS = 5
WITHOUT_SPACES = "zh"


def find_named(text: str, states: Iterable[str]) -> list[str]:
    """Return the codes of the States that a text names in any language of the site, in the given order. A long name is
    also found with another ending, as other cases have."""
    folded = without_case_and_accents(text)
    return [code for code in states if any(pattern.search(folded) for pattern in _patterns(code))]


def find_named_in_phrases(phrases: Iterable[SpokenPhrase], states: Iterable[str]) -> list[str]:
    """Return the codes of the States that checked sentences name, in the given order: as a State, as the State of an
    office, or in the name of an office or treaty."""
    said = list(phrases)
    named = {code for one in said for code in _states_in_slots(one)}
    text = "\n".join(map(rendered, said))
    return [code for code in states if code in named or find_named(text, [code])]


def _states_in_slots(spoken: SpokenPhrase) -> Iterator[str]:
    for name, value in spoken.slots.items():
        if SLOTS[name].kind is STATE:
            yield value
        elif SLOTS[name].kind is OFFICE:
            kind, key = parts(value)
            desk = db.session.get(FocalPoint, key) if kind == "focal_point" else None
            office = desk.authority if desk else db.session.get(Authority, key)
            yield (office.jurisdiction_key or "") if office else ""


def _patterns(code: str) -> Iterable[re.Pattern[str]]:
    for language in LANGUAGES:
        name = without_case_and_accents(territory_name(code, language))
        if language == WITHOUT_SPACES:
            yield re.compile(re.escape(name))
        elif len(name) > SHORTEST_STEM_CHARACTERS:
            yield re.compile(rf"(?<!\w){re.escape(name[:-1])}")
        else:
            yield re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
