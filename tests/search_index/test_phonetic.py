"""Sound keys and typing errors."""

from itertools import combinations

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search_index.text import phonetic


@pytest.mark.parametrize(
    "alike",
    [
        ["kyrgyzstan", "kirghizstan", "kirgizstan", "qirghizstan"],
        ["tajikistan", "tadzhikistan", "tadjikistan", "tadschikistan"],
        ["azerbaijan", "azerbaidjan", "azerbaidzhan"],
        ["uzbek", "ozbek"],
        ["rossiyskoy", "rossijskoj", "rossiiskoi"],
        ["ashgabat", "asgabat"],
        ["xalq", "khalq", "halk"],
        ["chad", "cad", "tchad"],
        ["jemen", "yemen"],
        ["qazaq", "kazak"],
        ["wasilij", "vasiliy"],
    ],
)
def test_transliterations_of_one_word_sound_alike(alike: list[str]) -> None:
    for one, other in combinations(alike, 2):
        assert set(phonetic.phonetic_keys(one)) & set(phonetic.phonetic_keys(other)), (one, other)


@pytest.mark.parametrize("word", ["182", "ets182", "中国"])
def test_a_word_that_is_not_of_letters_has_no_sound(word: str) -> None:
    assert phonetic.phonetic_keys(word) == ()


@pytest.mark.parametrize(
    ("one", "other", "errors"),
    [
        ("justice", "justice", 0),
        ("justice", "jstice", 1),
        ("justice", "juustice", 1),
        ("justice", "justixe", 1),
        ("justice", "jusitce", 1),
        ("justice", "jusitec", 2),
        ("justice", "police", 3),
        ("a", "justice", 3),
    ],
)
def test_typing_errors_are_counted_up_to_a_limit(one: str, other: str, errors: int) -> None:
    assert phonetic.edit_distance(one, other, 2) == errors


word = st.text("abcde", min_size=6, max_size=12)


@settings(deadline=None)
@given(word, word, st.integers(1, 2))
def test_words_within_some_typing_errors_share_an_omission(one: str, other: str, n: int) -> None:
    if phonetic.edit_distance(one, other, n) <= n:
        assert phonetic.deletes(one, n) & phonetic.deletes(other, n)


@settings(deadline=None)
@given(word, st.data())
def test_a_mistyped_word_shares_an_omission(text: str, data: st.DataObject) -> None:
    at = data.draw(st.integers(0, len(text) - 2))
    typed = data.draw(
        st.sampled_from(
            [
                text[:at] + text[at + 1 :],
                text[:at] + "x" + text[at:],
                text[:at] + "x" + text[at + 1 :],
                text[:at] + text[at + 1] + text[at] + text[at + 2 :],
            ]
        )
    )

    assert phonetic.deletes(text, 1) & phonetic.deletes(typed, 1)
