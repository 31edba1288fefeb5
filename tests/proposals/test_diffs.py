"""Two versions of a text, word by word: what they share stands in both, however long they are."""

from random import Random

import pytest

from directory.proposals.diffs import DiffPiece, marked
from directory.proposals.longest_common_subsequence import MOST_WORDS
from directory.proposals.validation import LONGEST_TEXT_CHARACTERS
from tests.budget.meter import processor


@pytest.mark.parametrize(
    ("before", "after", "taken", "added"),
    [
        ("", "New office", "", "New office"),
        ("Old office", "", "Old office", ""),
        ("The same", "The same", "", ""),
        ("Central office", "Central authority", "office", "authority"),
        ("for extradition", "for extradition and transfer", "", " and transfer"),
        ("one two three four", "two three five four", "one ", " five"),
        ("a b a b a", "b a b a b", " a", "b "),
    ],
)
def test_words_taken_and_added_are_told_from_those_that_stay(before: str, after: str, taken: str, added: str) -> None:
    old, new = marked(before, after)

    assert "".join(piece.text for piece in old if piece.mark == "taken") == taken
    assert "".join(piece.text for piece in new if piece.mark == "added") == added
    assert "".join(piece.text for piece in old) == before
    assert "".join(piece.text for piece in new) == after


def test_the_longest_texts_of_two_kinds_of_words_are_compared_within_the_budget() -> None:
    pick = Random(1).choice
    before, after = (" ".join(pick("ab") for _ in range(LONGEST_TEXT_CHARACTERS // 2)) for _ in range(2))

    begun = processor()
    old, new = marked(before, after)

    assert processor() - begun < 0.5
    assert sum(len(piece.text) for piece in old if piece.mark == "same") > len(before) / 2
    assert "".join(piece.text for piece in new) == after


def test_texts_longer_than_any_form_takes_differ_from_their_common_beginning_to_their_common_end() -> None:
    middle = [" ".join([word] * MOST_WORDS) for word in "xy"]

    old, new = marked(f"begin {middle[0]} end", f"begin {middle[1]} end")

    assert [old, new] == [
        (DiffPiece("begin "), DiffPiece(middle[0], "taken"), DiffPiece(" end")),
        (DiffPiece("begin "), DiffPiece(middle[1], "added"), DiffPiece(" end")),
    ]
