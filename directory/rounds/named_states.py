"""Finds the asked States that a text or a sentence names which others of them read: a slip would tell one State of
another."""

import re
from collections.abc import Collection, Iterable, Iterator

from babel.core import get_global
from sqlalchemy import select

from directory.access.gate import if_open
from directory.extensions import db
from directory.i18n import LANGUAGES, territory_name, without_case_and_accents
from directory.models import Authority, FocalPoint, OtherName
from directory.phrasebook.plain_values import parts
from directory.phrasebook.slots import ARTICLE, MOMENT, OFFICE, SLOTS, STATE, TREATY
from directory.phrasebook.spoken import SpokenPhrase, rendered
from directory.treaties.queries import list_shared

# Shorter names are searched for as whole words: their beginnings begin too many other words. Still shorter ones are
# not searched for: they are words too, such as “us”.
SHORTEST_STEM_CHARACTERS, SHORTEST_NAME_CHARACTERS = 5, 3
WITHOUT_SPACES = "zh"


def find_named(text: str, states: Collection[str]) -> list[str]:
    """Return the codes of the States that a text names in any language of the site, in the given order: by a name, a
    former or informal one, an abbreviation or an adjective. A long name is also found with another ending, as other
    cases have."""
    folded, names = without_case_and_accents(text), _names_of(states)
    return [code for code in states if any(_pattern(*one).search(folded) for one in names[code])]


def find_named_in_phrases(phrases: Iterable[SpokenPhrase], home: str, states: Collection[str]) -> list[str]:
    """Return the codes of the States that checked sentences name, in the given order: as a State, by a time in its
    zone, by an office of it, in the name of an office or treaty, or by a treaty that not all of them share with the
    State `home`."""
    said = list(phrases)
    named = {code for one in said for code in _states_in_slots(one, home, states)}
    in_words = find_named("\n".join(map(rendered, said)), states)
    return [code for code in states if code in named or code in in_words]


def _states_in_slots(spoken: SpokenPhrase, home: str, states: Collection[str]) -> Iterator[str]:
    for name, value in spoken.slots.items():
        kind = SLOTS[name].kind
        if kind is STATE:
            yield value
        elif kind is MOMENT:
            yield get_global("zone_territories").get(parts(value)[1], "")
        elif kind is OFFICE:
            entry_kind, key = parts(value)
            desk = db.session.get(FocalPoint, key) if entry_kind == "focal_point" else None
            office = desk.authority if desk else db.session.get(Authority, key)
            yield (office.jurisdiction_key or "") if office else ""
        elif kind in (TREATY, ARTICLE):
            yield from _states_of_treaty(value.partition(" ")[0], home, states)


def _states_of_treaty(treaty: str, home: str, states: Collection[str]) -> list[str]:
    """Return the States that take part in a treaty which not all of `states` share with `home`."""
    sharing = [code for code in states if treaty in {one.key for one in list_shared({home, code})}]
    return sharing if len(sharing) < len(states) else []


def _names_of(states: Collection[str]) -> dict[str, list[tuple[str, str]]]:
    """Return the names of each State in lower case, with their languages."""
    found = {code: [(language, territory_name(code, language)) for language in LANGUAGES] for code in states}
    others = select(OtherName.jurisdiction_key, OtherName.language, OtherName.name)
    of_states = OtherName.jurisdiction_key.in_(states) & OtherName.name.is_not(None)
    for code, language, name in db.session.execute(others.where(if_open(of_states))):
        if len(name) >= SHORTEST_NAME_CHARACTERS or language == WITHOUT_SPACES:
            found[code].append((language, name))
    return {code: [(one, without_case_and_accents(name)) for one, name in names] for code, names in found.items()}


def _pattern(language: str, name: str) -> re.Pattern[str]:
    if language == WITHOUT_SPACES:
        return re.compile(re.escape(name))
    if len(name) > SHORTEST_STEM_CHARACTERS:
        return re.compile(rf"(?<!\w){re.escape(name[:-1])}")
    return re.compile(rf"(?<!\w){re.escape(name)}(?!\w)")
