"""Sentences with their slots filled in: checked when they are written, rendered in the language of each reader."""

import json
import unicodedata
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

from flask_babel import gettext
from flask_babel import lazy_gettext as _l

from directory.errors import InvalidInput
from directory.i18n import current_language, direction, isolated
from directory.phrasebook.plain_values import NOT_OFFERED
from directory.phrasebook.sentences import PHRASES
from directory.phrasebook.slots import LONGEST_VALUE_CHARACTERS, SLOTS

MOST_SENTENCES = 20
NOT_FILLED_IN = _l("Fill in this field.")
RIGHT_TO_LEFT_LETTERS = frozenset({"R", "AL"})


@dataclass(frozen=True)
class SpokenPhrase:
    """A sentence by its id, with the value of each slot by its name."""

    id: str
    slots: Mapping[str, str] = field(default_factory=dict)


def check_slot(name: str, value: str) -> str:
    """Return the value of a slot in its one written form. Raises InvalidInput if it does not fit the slot."""
    if not value.strip():
        raise InvalidInput(NOT_FILLED_IN)
    if len(value) > LONGEST_VALUE_CHARACTERS:
        raise InvalidInput(NOT_OFFERED)
    return SLOTS[name].kind.check(value)


def rendered(spoken: SpokenPhrase) -> str:
    """Return a checked sentence in the language of the response. Values are isolated where text runs from right to
    left."""
    phrase = PHRASES[spoken.id]
    values = {name: _in_order(SLOTS[name].kind.words(spoken.slots[name])) for name in phrase.slots}
    text = str(gettext(phrase.text))
    return text % values if values else text


def to_json(spoken: Iterable[SpokenPhrase]) -> str:
    """Return sentences as JSON text, which callers encrypt; "" if there are none."""
    rows = [[one.id, dict(one.slots)] for one in spoken]
    return json.dumps(rows) if rows else ""


def from_json(text: str) -> tuple[SpokenPhrase, ...]:
    """Return the sentences that `to_json` wrote."""
    return tuple(SpokenPhrase(name, slots) for name, slots in json.loads(text or "[]"))


def _in_order(words: str) -> str:
    is_mixed = any(unicodedata.bidirectional(one) in RIGHT_TO_LEFT_LETTERS for one in words)
    return isolated(words) if is_mixed or direction(current_language()) == "rtl" else words
