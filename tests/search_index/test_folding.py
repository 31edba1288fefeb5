"""Folding: every script, accent, apostrophe and hyphen meets in one spelling."""

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from search_index.text import folding


def fold(text: str) -> str:
    return " ".join(token.word for token in folding.tokenize(folding.normalize(text)))


@pytest.mark.parametrize(
    ("text", "folded"),
    [
        ("KYRGYZSTAN", "kyrgyzstan"),
        ("Кыргызстан", "kyrgyzstan"),
        ("Kyrgyzstán", "kyrgyzstan"),
        ("ｋｙｒｇｙｚ", "kyrgyz"),
        ("Кыргызский", "kyrgyzskiy"),
        ("Ёлка ёлка", "elka elka"),
        ("İstanbul ISPARTA ısparta", "istanbul isparta isparta"),
        ("Straße", "strasse"),
        ("Հայաստա՛ն", "hayastan"),
        ("24/7", "24 7"),
        ("ETS 182, art. 35(1)", "ets 182 art 35 1"),
        ("٣٥", "35"),
        ("中国 China", "中国 china"),
        ("한국", "한국"),
        ("soft\u00adhyphen zero\u200bwidth", "softhyphen zerowidth"),
    ],
)
def test_text_is_folded(text: str, folded: str) -> None:
    assert fold(text) == folded


@pytest.mark.parametrize(
    "spellings",
    [
        ["Oʻzbek", "O'zbek", "O‘zbek", "O’zbek", "Oʼzbek", "O`zbek", "O´zbek", "Özbek"],
        ["الإمارات", "الامارات"],
        ["الجمهورية", "الجمهوريه", "الجمهوريّة", "الجمـهورية"],
        ["ایران", "ايران"],
        ["کابل", "كابل"],
    ],
)
def test_spellings_of_one_word_meet(spellings: list[str]) -> None:
    assert len({fold(spelling) for spelling in spellings}) == 1


@pytest.mark.parametrize(
    ("text", "words"),
    [
        ("e-evidence", {"e", "evidence", "eevidence"}),
        ("Guinea-Bissau", {"guinea", "bissau", "guineabissau"}),
        ("24/7", {"24", "7", "247"}),
        ("ETS182", {"ets", "182", "ets182"}),
        ("d’Ivoire", {"divoire", "ivoire"}),
        ("الكويت", {"alkuit", "kuit"}),
        ("中国香", {"中", "国", "香", "中国", "国香"}),
    ],
)
def test_a_text_is_found_under_its_parts_and_its_whole(text: str, words: set[str]) -> None:
    assert folding.index_words(text) == words


@pytest.mark.parametrize(
    ("one", "other"),
    [
        ("Guinea-Bissau", "guinea bissau"),
        ("Ministry of Justice", "  MINISTRY, of justice! "),
        ("الكويت", "كويت"),
    ],
)
def test_whole_names_meet_whatever_parts_their_words(one: str, other: str) -> None:
    assert folding.whole_name(one) == folding.whole_name(other)


@pytest.mark.parametrize(
    ("name", "initials"),
    [
        ("Ministry of Justice", {".moj", ".mj"}),
        ("Prosecutor General's Office", {".pgo"}),
        ("Министерство юстиции", {".myu"}),
        ("Justice", set()),
    ],
)
def test_initials_are_taken_with_and_without_small_words(name: str, initials: set[str]) -> None:
    assert folding.initials(name) == initials


@pytest.mark.parametrize(
    ("text", "script"),
    [("«Кыргыз»", "CYRILLIC"), ("42 Ltd", "LATIN"), ("中国", "CJK"), ("42", "")],
)
def test_the_script_of_a_text_is_that_of_its_first_letter(text: str, script: str) -> None:
    assert folding.script(text) == script


@settings(deadline=None)
@given(st.text())
def test_no_text_breaks_folding_and_places_point_into_the_cleaned_text(text: str) -> None:
    cleaned = folding.normalize(text)

    for token in folding.tokenize(cleaned):
        assert cleaned[token.start : token.end] == token.typed
        assert token.word


@settings(deadline=None)
@given(st.text())
def test_a_folded_word_is_ascii_unless_its_script_has_no_spaces(text: str) -> None:
    for token in folding.tokenize(folding.normalize(text)):
        assert token.is_run or (token.word.isascii() and token.word.isalnum())
