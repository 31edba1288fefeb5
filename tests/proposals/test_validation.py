"""What a person should look at twice, and what is nothing to look at."""

import pytest
from flask import Flask

from directory.proposals.validation import LIKE_NO_PHONE, MIXED_SCRIPTS, warnings

PHONES = [
    ("+996 312 54 28 67", False),
    ("8 (312) 54-28-67, ext. 12", False),
    ("+996 312", True),
    ("12", True),
    ("call the duty officer", True),
]
NAMES = [
    # The first letter of the first is a Latin one.
    ("Mинистерство юстиции", True),
    ("Министерство юстиции", False),
    ("Кыргыз Республикасынын Башкы прокуратурасы", False),
    ("Қазақстан Республикасының Бас прокуратурасы", False),
    ("Прокуратураи генералии Ҷумҳурии Тоҷикистон", False),
    ("Azərbaycan Respublikasının Baş Prokurorluğu", False),
    ("Türkmenistanyň Baş prokuraturasy", False),
    ("Oʻzbekiston Respublikasi Bosh prokuraturasi", False),
    ("ՀՀ գլխավոր դատախազություն", False),
    ("საქართველოს გენერალური პროკურატურა", False),
    ("مكتب المدعي العام", False),
    ("Article 18 UNTOC ст. 46", False),
]


@pytest.mark.parametrize(("value", "is_doubtful"), PHONES)
def test_a_phone_that_looks_like_none_is_doubted(app: Flask, value: str, is_doubtful: bool) -> None:
    doubts = list(warnings("contact_detail", "value", {"means": "phone", "value": value}))

    assert (LIKE_NO_PHONE in doubts) is is_doubtful


@pytest.mark.parametrize(("value", "is_doubtful"), NAMES)
def test_a_word_of_two_alphabets_is_doubted(app: Flask, value: str, is_doubtful: bool) -> None:
    doubts = list(warnings("authority", "name.en", {"name.en": value}))

    assert (MIXED_SCRIPTS in doubts) is is_doubtful
