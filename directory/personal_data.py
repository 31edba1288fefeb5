"""Finds suspected personal data in a text. A file number can look like personal data, so writers
are only warned."""

import re
import unicodedata
from dataclasses import dataclass
from datetime import date

from flask_babel import lazy_gettext as _l

from directory.vocabulary.terms import Term, Vocabulary

KINDS = Vocabulary(
    Term("birth_date", _l("a date of birth")),
    Term("phone", _l("a phone number")),
    Term("document", _l("the number of a passport, document or person")),
    Term("name", _l("the name of a person")),
)
_DAY_FIRST = re.compile(r"(?<![\d.])\d{1,2}\s?[./-]\s?\d{1,2}\s?[./-]\s?((?:19|20)\d\d)(?!\d)")
_YEAR_FIRST = re.compile(r"(?<!\d)((?:19|20)\d\d)\s?[./-]\s?\d{1,2}\s?[./-]\s?\d{1,2}(?!\d)")
_IN_WORDS = re.compile(r"(?<!\d)\d{1,2}(?:st|nd|rd|th)?\.? (?:of )?[^\W\d_]{3,12}\.?,? ((?:19|20)\d\d)(?!\d)")
# Words beside a year of birth, in English, Russian, Kyrgyz and Arabic.
_BORN = re.compile(
    r"\b(?:born|d\.?o\.?b\.?|date of birth|родил\w*|дата рождения|мүнө|تاريخ الميلاد|مواليد|ولد\w*)\b"
    r"|\b(?:19|20)\d\d\s*г(?:\.|ода)?\s*р(?:\.|ождения|\b)",
    re.IGNORECASE,
)
_YEAR = re.compile(r"(?<!\d)(?:19|20)\d\d(?!\d)")
_PHONE = re.compile(r"(?<![\w+])(?:\+|00)\s?\d(?:[\s().-]{0,2}\d){6,14}(?!\d)")
_LOCAL_PHONE = re.compile(r"(?<![\w/.-])\(?0\d{1,4}\)?(?:[\s-]\d{2,4}){2,4}(?![\w/])")
_DOCUMENT = re.compile(r"(?<![^\W_])(?:[A-ZА-ЯЁ]{1,3}[\s№-]{0,2}\d{6,9}|[A-Z0-9]\d{8,17}|\d{2} ?\d{2} \d{6})(?![^\W_])")
_WORD = r"(?!(?:Geneva|Moldova|Kiev|Kishinev|Женева|Молдова|Киев|Кишин[её]в|Верховна)\b)(?=[^\W\d_])[^\Wa-zа-яё\d_]"
# Endings of surnames and patronymics in the languages of the home network.
_SURNAME = (
    _WORD + r"[^\W\d_]+(?:[оеё]в(?:а|у|ым|ой|ою)?|енко|(?:о|е)вич(?:а|у|ем)?|(?:о|е)вн(?:а|ы|е|у|ой)|ян|дзе|швили|"
    r"[oe]v(?:a)?|enko|[oe]vich|[oe]vna|yan|dze|shvili)\b"
)
_GIVEN = _WORD + r"[^\W\d_]+"
_NAME = re.compile(
    rf"\b(?:{_SURNAME} {_GIVEN}|{_GIVEN} {_SURNAME}|{_GIVEN} (?:уулу|кызы|улы|ұлы|қызы|угли|oglu|oğlu|qızı|qizi)\b)"
)
LONGEST_SHOWN = 5


@dataclass(frozen=True)
class SuspectedPersonalData:
    """A part of a text that looks like personal data; `kind` is a code of KINDS."""

    kind: str
    words: str


def find_personal_data(text: str, today: date) -> list[SuspectedPersonalData]:
    """Return suspected personal data, sorted in the order of KINDS, at most LONGEST_SHOWN of each kind. Only dates
    before this year count as dates of birth. Names are found by the endings of surnames and patronymics that are usual
    in the home network, in Cyrillic and Latin letters; other names are not found."""
    plain = _plain_digits(text)
    found = {
        "birth_date": [*_dates(plain, today), *_born(plain)],
        "phone": [match.group().strip() for rule in (_PHONE, _LOCAL_PHONE) for match in rule.finditer(plain)],
        "document": [match.group().strip() for match in _DOCUMENT.finditer(plain)],
        "name": [match.group() for match in _NAME.finditer(plain)],
    }
    return [
        SuspectedPersonalData(kind, words)
        for kind in KINDS
        for words in list(dict.fromkeys(found[kind]))[:LONGEST_SHOWN]
    ]


def _plain_digits(text: str) -> str:
    visible = (one for one in text if unicodedata.category(one) != "Cf")
    return "".join(str(unicodedata.decimal(one)) if one.isdecimal() else one for one in visible)


def _dates(text: str, today: date) -> list[str]:
    return [
        match.group()
        for rule in (_DAY_FIRST, _YEAR_FIRST, _IN_WORDS)
        for match in rule.finditer(text)
        if int(match.group(1)) < today.year
    ]


def _born(text: str) -> list[str]:
    return [match.group() for match in _BORN.finditer(text) if _YEAR.search(text[match.start() : match.end() + 30])]
