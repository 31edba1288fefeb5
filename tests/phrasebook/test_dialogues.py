"""Thirty dialogues that were written without knowledge of the phrasebook, and which of its sentences say what matters
in each of theirs. `said` is null where none does; `why` then names what cannot be said."""

import json
from typing import Any

from directory.phrasebook.sentences import PHRASES
from directory.phrasebook.spoken import check_slot
from tests.conftest import PROJECT

DIALOGUES = json.loads((PROJECT / "tests" / "phrasebook" / "dialogues.json").read_text())
LINES: list[dict[str, Any]] = [line for dialogue in DIALOGUES for line in dialogue["lines"]]
SAID: list[dict[str, Any]] = [one for line in LINES for one in line["said"] or ()]
LEAST_SHARE = 0.8


def test_four_fifths_of_the_sentences_can_be_said() -> None:
    assert (len(DIALOGUES), len(LINES)) == (30, 251)
    assert sum(bool(line["said"]) for line in LINES) / len(LINES) >= LEAST_SHARE


def test_what_cannot_be_said_is_named() -> None:
    assert [line["text"] for line in LINES if bool(line["said"]) == bool(line.get("why"))] == []


def test_each_sentence_that_says_it_exists_and_its_slots_are_filled_in(context: None) -> None:
    for one in SAID:
        assert set(one["slots"]) == set(PHRASES[one["id"]].slots)
        assert {name: check_slot(name, value) for name, value in one["slots"].items()} == one["slots"]
