"""Sentences whose slots are not filled in, in the language of the response."""

from collections.abc import Sequence
from dataclasses import dataclass
from itertools import groupby

from flask_babel import gettext

from directory.phrasebook.phrase import Phrase
from directory.phrasebook.sentences import GROUP_OF
from directory.phrasebook.slots import SLOTS

MARK = "\x00"


@dataclass(frozen=True)
class PhrasePart:
    """A part of a sentence: words, or the label of a slot."""

    text: str
    is_slot: bool


def with_slots(phrase: Phrase, names: dict[str, str] | None = None) -> str:
    """Return a sentence with `names` in its slots; by default the name of each slot in braces, as `{date}`."""
    text = str(gettext(phrase.text))
    slots = {name: f"{{{name}}}" for name in phrase.slots}
    return text % (slots | (names or {})) if slots else text


def parts_of(phrase: Phrase) -> tuple[PhrasePart, ...]:
    """Return a sentence, cut at its slots."""
    marked = {name: f"{MARK}{SLOTS[name].label}{MARK}" for name in phrase.slots}
    cut = with_slots(phrase, marked).split(MARK)
    return tuple(PhrasePart(text, bool(number % 2)) for number, text in enumerate(cut) if text)


def phrase_options(found: Sequence[Phrase]) -> list[tuple[str, list[tuple[str, str]]]]:
    """Return sentences as pairs of id and text with the labels of slots, under the labels of their groups."""
    groups = groupby(found, key=lambda one: GROUP_OF[one.id])
    return [(str(of.label), [(one.id, _with_labels(one)) for one in phrases]) for of, phrases in groups]


def _with_labels(phrase: Phrase) -> str:
    return with_slots(phrase, {name: f"[{SLOTS[name].label}]" for name in phrase.slots})
