"""Words of other scripts become Latin letters, and letters that look alike in two alphabets meet."""

import pytest

from search_index.text.transliteration import to_latin


@pytest.mark.parametrize(
    ("word", "latin"),
    [
        ("кыргызский", "kyrgyzskiy"),
        ("кыргызcкий", "kyrgyzskiy"),  # Latin c
        ("кыpгызский", "kyrgyzskiy"),  # Latin p
        ("кyrgyz", "kyrgyz"),  # Cyrillic к
        ("объект", "obekt"),
        ("ελλάδα", "ellada"),
        ("հայաստան", "hayastan"),
        ("საქართველო", "sakartvelo"),
        ("كابل", "kabl"),
        ("کابل", "kabl"),
    ],
)
def test_a_word_becomes_latin_letters(word: str, latin: str) -> None:
    assert to_latin(word) == latin
