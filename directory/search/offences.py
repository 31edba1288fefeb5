"""Finds the offence that a text names: by its label in any language, or by an everyday word of `offence_words.csv`."""

import csv
from functools import cache
from pathlib import Path

from directory.search.names import labels
from directory.vocabulary import OFFENCES
from search_index import FoundPhrase, PhraseFinder

OFFENCE_WORDS = Path(__file__).with_name("offence_words.csv")
# The code for all offences without a code of their own. Nobody types its label.
UNNAMED = "other"


def offence_phrases(text: str) -> list[FoundPhrase]:
    """Return the names of offences in a text, in order, each with codes of OFFENCES."""
    return _finder().find(text)


@cache
def _finder() -> PhraseFinder:
    named = [(label, code) for code in OFFENCES if code != UNNAMED for label in labels(OFFENCES, code)]
    with OFFENCE_WORDS.open(encoding="utf-8", newline="") as lines:
        return PhraseFinder([*named, *((row["text"], row["code"]) for row in csv.DictReader(lines))])
