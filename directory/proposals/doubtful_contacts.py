"""Finds what looks wrong in the written form of a contact: of a phone or fax number, or of the address of a website."""

import re
from collections.abc import Iterator
from typing import Any

import phonenumbers
from flask_babel import lazy_gettext as _l
from phonenumbers import NumberParseException, ValidationResult

from directory.printed_numbers import NUMBER, NUMBERS

# Source: ITU-T E.164 (11/2010), 6.1: the longest international number.
MOST_DIGITS = 15
FEWEST_DIGITS = 7
# A character that no phone number contains. Letters are allowed, since an extension or hours may follow the number.
STRANGE = re.compile(r"[^\d\s+().,;/*#\-\u2010-\u2015\w]")
WEB_ADDRESS = re.compile(r"https?://[^\s/]+\.\S+")

LIKE_NO_PHONE = _l("This does not look like a phone number. Compare it with the source.")
NO_COUNTRY_CODE = _l("No country has the country code with which this number begins. Compare the first digits.")
TOO_SHORT = _l("This number has too few digits for its country code. Compare it with the source.")
TOO_LONG = _l("This number has too many digits for its country code. Compare it with the source.")
OTHER_LENGTH = _l("No number of this country code has so many digits. Compare it with the source.")
NO_SCHEME = _l("A web address begins with https:// or http://. Copy it from the browser.")

LENGTHS = {
    ValidationResult.INVALID_COUNTRY_CODE: NO_COUNTRY_CODE,
    ValidationResult.TOO_SHORT: TOO_SHORT,
    ValidationResult.IS_POSSIBLE_LOCAL_ONLY: TOO_SHORT,
    ValidationResult.TOO_LONG: TOO_LONG,
    ValidationResult.INVALID_LENGTH: OTHER_LENGTH,
}


def doubts_of_contact(means: str, value: str) -> Iterator[Any]:
    """Yield messages about a contact that is accepted and looks wrong. The messages do not quote the value."""
    if means in NUMBERS:
        yield from _of_phone(value)
    elif means == "website" and not WEB_ADDRESS.fullmatch(value):
        yield NO_SCHEME


def _of_phone(value: str) -> Iterator[Any]:
    if sum(map(str.isdigit, value)) < FEWEST_DIGITS or STRANGE.search(value):
        yield LIKE_NO_PHONE
        return
    found = (_of_international(one[0]) for one in NUMBER.finditer(value))
    yield from dict.fromkeys(doubt for doubt in found if doubt is not None)


def _of_international(printed: str) -> Any:
    """Return what is wrong with a number by the numbering plan of its country code, or None. A number without a country
    code is not judged: its State is not known here."""
    number = re.sub(r"^00", "+", printed.replace("(0)", ""))
    if not number.startswith("+"):
        return None
    digits = re.sub(r"\D", "", number)
    try:
        read = phonenumbers.parse(number)
    except NumberParseException as error:
        if error.error_type == NumberParseException.INVALID_COUNTRY_CODE:
            return NO_COUNTRY_CODE
        return TOO_LONG if len(digits) > MOST_DIGITS else TOO_SHORT
    if len(digits) > MOST_DIGITS:
        return TOO_LONG
    # "+99 6312542818" can be read as a number with the country code 996. The space shows that the writer meant another
    # code.
    first = re.match(r"\D*(\d+)", number)
    if first is not None and len(first[1]) < len(str(read.country_code)):
        return NO_COUNTRY_CODE
    return LENGTHS.get(phonenumbers.is_possible_number_with_reason(read))
