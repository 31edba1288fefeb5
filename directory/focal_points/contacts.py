"""The ways to reach an authority, as its own page, its desks and its State's card show them."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import phonenumbers

from directory.access.facts import FRESH, GONE, Fact, SourceNote, Text, audience_label, fact, source_of
from directory.access.gate import Reading, read_all
from directory.access.viewer import Viewer
from directory.focal_points.queries import list_reported
from directory.models import ContactDetail
from directory.verification_age import weight
from directory.vocabulary import MEANS

# One number as sources print them: what follows a comma, a slash or a word is another number or an extension.
NUMBER = re.compile(r"\+?[(\d][\d\s().\-\u2010-\u2015]*\d")
FEWEST_DIGITS = 3
PHONE = "phone"
# What is called or written to first.
CALLED = (PHONE, "email")
# What counts as a line: post does not.
LINES = (*CALLED, "fax")


@dataclass(frozen=True)
class ContactLine:
    """One way to reach an authority. `href` is a tel:, mailto: or web address, empty for post.

    `value` is as its source prints it, `shown` as it is read: a number in the groups of its State.
    `is_reported` says that someone found it wrong and its office has not answered yet, `kept_for` who may read it,
    empty where that is everyone.
    """

    key: str
    means: str
    label: str
    value: str
    shown: str
    href: str
    languages: tuple[Text, ...]
    source: SourceNote
    is_reported: bool
    kept_for: str
    held_by: Fact | None

    @property
    def is_gone(self) -> bool:
        """Whether nobody answers there any more, or whoever did has been closed or replaced."""
        return self.source.freshness in GONE


def contact_lines(viewer: Viewer, contacts: Iterable[ContactDetail], language: str) -> list[ContactLine]:
    """Return the contact details that the viewer may read: phones first, of each means the overdue and dead
    last, before them what an office has verified, then what a source says, then the rest."""
    readings = [r for r in read_all(viewer, contacts) if r.get("means") and r.get("value")]
    reported = list_reported([reading.key for reading in readings])
    lines = [_contact_line(reading, reading.key in reported, language) for reading in readings]
    return sorted(lines, key=_place)


def first_to_call(lines: Sequence[ContactLine]) -> ContactLine | None:
    """Return the first of some lines in their order that can be called or written to; what is known to be dead or has
    ended, and a number that no phone can dial, is none."""
    return next((one for one in lines if one.means in CALLED and one.href and not one.is_gone), None)


def _place(line: ContactLine) -> tuple[int, float, bool, bool, bool]:
    note = line.source
    is_verified = note.freshness in FRESH
    return (
        MEANS.position(line.means),
        -weight([note.freshness]),
        not is_verified,
        not note.is_supported,
        line.is_reported,
    )


def _contact_line(reading: Reading, is_reported: bool, language: str) -> ContactLine:
    means, value = reading.value("means"), reading.value("value")
    languages = fact(reading, "languages", language)
    return ContactLine(
        key=reading.key,
        means=means,
        label=str(MEANS.label(means)),
        value=value,
        shown=as_read(means, value),
        href=address_of(means, value),
        languages=languages.texts if languages else (),
        source=source_of(reading, "value", language),
        is_reported=is_reported,
        kept_for=audience_label(reading.details["value"]),
        held_by=fact(reading, "held_by", language),
    )


def address_of(means: str, value: str) -> str:
    """Return the address that a contact as printed leads to; empty where it is not certain what is to be called."""
    if means == PHONE:
        number = dialled(value)
        return f"tel:{number}" if number else ""
    if means == "email":
        return f"mailto:{quote(value, safe='@,;+')}"
    if means == "website":
        return value if value.startswith(("https://", "http://")) else f"http://{value}"
    return ""


def as_read(means: str, value: str) -> str:
    """Return a contact with each number that begins with its country in the groups of that State."""
    return NUMBER.sub(_grouped, value) if means in (PHONE, "fax") else value


def _grouped(found: re.Match[str]) -> str:
    try:
        number = phonenumbers.parse(found[0].replace("(0)", ""))
    except phonenumbers.NumberParseException:
        return found[0]
    is_known = phonenumbers.is_valid_number(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL) if is_known else found[0]


def dialled(value: str) -> str:
    """Return the number that a phone or fax dials, of several the first, without an extension or the words around it;
    empty where there is none.

    A zero in brackets is dialled inside the country alone, so not after its code.
    """
    numbers = [found[0] for found in NUMBER.finditer(value)]
    number = next((one for one in numbers if one.startswith("+")), next(iter(numbers), ""))
    is_whole = number.startswith("+")
    dialled = number.replace("(0)", "") if is_whole else number
    digits = "".join(str(unicodedata.digit(one)) for one in dialled if one.isdecimal())
    return f"{'+' if is_whole else ''}{digits}" if len(digits) >= FEWEST_DIGITS else ""
