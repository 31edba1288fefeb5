"""What one word of a query matches."""

from collections.abc import Callable

import pytest

from search_index import Document, Query, SearchIndex

Build = Callable[..., SearchIndex]


def named(key: str, *names: str) -> Document:
    return Document(key=key, names=names)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Кыргызстан", "kyrgyzstan"),
        ("Kyrgyzstan", "КЫРГЫЗСТАН"),
        ("Kyrgyzstan", "kyrgyzst"),
        ("Kyrgyzstan", "Kirghizstan"),
        ("Kyrgyzstan", "kirgizs"),
        ("Kyrgyzstan", "kyrgystan"),
        ("Kyrgyzstan", "kyrgyzsatn"),
        ("Kyrgyzstan", "kyrgistn"),
        ("Казахстан", "казахстанская"),
        ("Qozogʻiston", "Qozogʻistonning"),
        ("прокуратурасына", "прокуратурада"),
        ("Минская", "минской"),
        ("Ədliyyə", "Әдлијјә"),
        ("դատախազություն", "dataxazutyun"),
        ("Oʻzbekiston", "Ўзбекистон"),
        ("Özbegistan", "O'zbegistan"),
        ("كازاخستان", "Казахстан"),
        ("الإمارات", "امارات"),
        ("إيطاليا", "الإيطالية"),
        ("التفتيش والضبط", "تفتيش وضبط"),
        ("e-evidence", "eevidence"),
        ("eevidence", "e-evidence"),
        ("Guinea Bissau", "Guinea-Bissau"),
        ("Guinea-Bissau", "guineabissau"),
        ("Côte d’Ivoire", "ivoire"),
        ("24/7 point", "247"),
        ("24/7 point", "24/7"),
        ("ETS 182", "ets182"),
        ("吉尔吉斯斯坦", "吉尔吉斯"),
        ("吉尔吉斯斯坦", "坦"),
        ("联合国反腐败公约", "聯合國反腐敗公約"),
        ("Ministry of Justice", "MoJ"),
        ("Ministry of Justice of Kazakhstan", "moj"),
        ("Prosecutor General's Office", "PGO"),
        ("Министерство юстиции", "МЮ"),
    ],
)
def test_a_name_is_found_as_it_is_typed(build: Build, name: str, typed: str) -> None:
    index = build(named("wanted", name), named("other", "Japan"))

    assert index.search(Query(typed)).keys == ("wanted",)


@pytest.mark.parametrize(
    ("name", "typed"),
    [
        ("Oman", "imex"),
        ("ETS 182", "185"),
        ("MLA", "mlo"),
        ("Inter", "international"),
        ("Mauritania", "Mauritius"),
        ("ოკეანეში", "უზენაესი"),
        ("Kyrgyzstan", "kargazston"),
        ("Ministry of Justice", "mo"),
        ("中国", "美"),
    ],
)
def test_what_is_too_far_is_not_found(build: Build, name: str, typed: str) -> None:
    index = build(named("one", name))

    assert index.search(Query(typed)).keys == ()


def test_a_word_known_exactly_does_not_match_other_spellings(build: Build) -> None:
    index = build(named("iran", "Iran"), named("iraq", "Iraq"))

    assert index.search(Query("iran")).keys == ("iran",)


def test_only_the_last_word_is_a_beginning_while_it_is_known(build: Build) -> None:
    index = build(named("chad", "Chad point"), named("chadwick", "Chadwick point"))

    assert index.search(Query("chad point")).keys == ("chad",)
    assert index.search(Query("point chad")).keys == ("chad", "chadwick")


def test_other_forms_of_a_known_word_stand_after_it(build: Build) -> None:
    index = build(named("nigeria", "Nigeria point"), named("niger", "Niger point"))

    assert index.search(Query("niger point")).keys == ("niger", "nigeria")


def test_a_mistyped_word_is_found_in_its_other_forms_too(build: Build) -> None:
    index = build(named("b", "Прокуратура"), named("a", "Прокуратурасы"))

    assert index.search(Query("прократурасы")).keys == ("a", "b")


def test_an_unknown_inner_word_is_taken_as_a_beginning(build: Build) -> None:
    index = build(named("nigeria", "Nigeria point"), named("japan", "Japan point"))

    assert index.search(Query("nige point")).keys == ("nigeria",)
