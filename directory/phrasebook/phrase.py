"""One sentence of the phrasebook, as the modules of `sentences` declare it."""

import re
from dataclasses import dataclass
from enum import StrEnum
from functools import cached_property

PLACEHOLDER = re.compile(r"%\((\w+)\)s")


class Speaker(StrEnum):
    """Who says a sentence."""

    ASKER = "asker"
    DESK = "desk"
    BOTH = "both"


ASKER, DESK, BOTH = Speaker.ASKER, Speaker.DESK, Speaker.BOTH


def N_(text: str) -> str:  # noqa: N802
    """Mark a text for the catalogues, and return it as it is: gettext's usual name for a text translated later."""
    return text


@dataclass(frozen=True)
class Phrase:
    """One sentence.

    - `id`: stable and never used for another sentence, since stored consultations name it
    - `text`: its English; each placeholder is the name of a slot, a key of SLOTS
    - `source`: key of the treaty and article, if the sentence states what a treaty says
    """

    id: str
    speaker: Speaker
    text: str
    source: tuple[str, str] | None = None

    @cached_property
    def slots(self) -> tuple[str, ...]:
        """The names of the slots, in the order of the English text."""
        return tuple(PLACEHOLDER.findall(self.text))
