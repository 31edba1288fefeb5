"""Contact lines: the ways to reach an authority, for its page, for its desks and for its State's card."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from urllib.parse import quote

import phonenumbers

from directory.access.facts import FRESH, GONE, Fact, SourceNote, Text, audience_label, fact, source_note, source_of
from directory.access.gate import Reading, read_all
from directory.access.viewer import Viewer
from directory.focal_points.queries import list_reported
from directory.models import ContactDetail
from directory.verification_age import weight
from directory.vocabulary import MEANS

# One number as sources print it. The digits after a comma, a slash or a word are another number or an extension.
NUMBER = re.compile(r"\+?[(\d][\d\s().\-\u2010-\u2015]*\d")
FEWEST_DIGITS = 3
# The beginnings of numbers that phones in other countries can dial.
INTERNATIONAL = ("+", "00")
PHONE = "phone"
NUMBERS = (PHONE, "fax")
# The means to try first.
CALLED = (PHONE, "email")
# The means that count as a line of a desk; post does not count.
LINES = (*CALLED, "fax")


@dataclass(frozen=True)
class ContactLine:
    """One way to reach an authority.

    `value` has the source's spelling. `shown` is easier to read: the digits of a number are grouped as is usual in the
    number's country. `href` is a tel:, mailto: or web address, or empty. `is_reported` is true if somebody found the
    contact wrong and the report is not settled yet. `audience_label` names the people who may read the contact, and is
    empty if the contact is public. `held_by` is the person who answers, or None.
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
    audience_label: str
    held_by: Fact | None

    @property
    def is_domestic(self) -> bool:
        """Whether the contact is a phone or fax number without a country code."""
        return is_domestic(self.means, self.value)

    @property
    def is_gone(self) -> bool:
        """Whether nobody answers this contact any more, or the office has been closed or replaced."""
        return self.source.freshness in GONE


def contact_lines(viewer: Viewer, contacts: Iterable[ContactDetail], language: str) -> list[ContactLine]:
    """Return a line for each contact whose means and value the viewer may read, sorted by means (phones first).

    Within a means, contacts are sorted by their grade: verified, not verified but with a source, without a source,
    overdue, dead. Contacts of an office that has been closed or replaced rank as dead. Within a grade, two kinds of
    numbers come last: numbers without a country code, and numbers that no phone can dial. Among contacts that are still
    equal, those with an open report come last."""
    return [_contact_line(reading, is_reported, language) for reading, is_reported in _in_order(viewer, contacts)]


def first_line(viewer: Viewer, contacts: Iterable[ContactDetail], language: str) -> ContactLine | None:
    """Return the contact to try first: `first_to_call` of `contact_lines`. No other contact is disclosed."""
    for reading, is_reported in _in_order(viewer, contacts):
        means, value = _held(reading)
        if means in CALLED and address_of(means, value) and _source(reading).freshness not in GONE:
            return _contact_line(reading, is_reported, language)
    return None


def first_to_call(lines: Sequence[ContactLine]) -> ContactLine | None:
    """Return the first of these lines that is a usable phone number or mail address. Return None if there is no such
    line.

    Three kinds of lines are not usable: dead lines, lines of an office that has been closed or replaced, and numbers
    that no phone can dial."""
    return next((one for one in lines if one.means in CALLED and one.href and not one.is_gone), None)


def _in_order(viewer: Viewer, contacts: Iterable[ContactDetail]) -> list[tuple[Reading, bool]]:
    """Return the readings of contacts in the order of `contact_lines`, each with whether it is reported as wrong."""
    readings = [r for r in read_all(viewer, contacts) if r.get("means") and r.get("value")]
    reported = list_reported([reading.key for reading in readings])
    return sorted(((reading, reading.key in reported) for reading in readings), key=lambda one: _place(*one))


def _held(reading: Reading) -> tuple[str, str]:
    """Return the means and the value of a contact, to decide by and not to show: nothing is noted as disclosed."""
    return reading.details["means"].held, reading.details["value"].held


def _source(reading: Reading) -> SourceNote:
    found = reading.details["value"]
    return source_note(found.provenance, has_ended=found.has_ended)


def _place(reading: Reading, is_reported: bool) -> tuple[int, float, bool, bool, bool, bool]:
    means, value = _held(reading)
    note = _source(reading)
    return (
        MEANS.position(means),
        -weight([note.freshness]),
        note.freshness not in FRESH,
        not note.is_supported,
        is_domestic(means, value) or (means == PHONE and not address_of(means, value)),
        is_reported,
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
        audience_label=audience_label(reading.details["value"]),
        held_by=fact(reading, "held_by", language),
    )


def address_of(means: str, value: str) -> str:
    """Return the tel:, mailto: or web address for a contact. `value` has the source's spelling.

    Return an empty string for other means (also fax), and for a number that no phone can dial."""
    if means == PHONE:
        number = dialled(value)
        return f"tel:{number}" if number else ""
    if means == "email":
        return f"mailto:{quote(value, safe='@,;+')}"
    if means == "website":
        return value if value.startswith(("https://", "http://")) else f"http://{value}"
    return ""


def is_domestic(means: str, value: str) -> bool:
    """Return whether a contact is a phone or fax number without a country code. `value` has the source's spelling.

    Only phones inside the country can dial such a number."""
    number = dialled(value) if means in NUMBERS else ""
    return bool(number) and not number.startswith(INTERNATIONAL)


def as_read(means: str, value: str) -> str:
    """Return a contact in a form that is easy to read.

    The digits of a phone or fax number with a country code are grouped as is usual in the number's country. Any other
    contact is returned unchanged.
    """
    return NUMBER.sub(_grouped, value) if means in NUMBERS else value


def _grouped(found: re.Match[str]) -> str:
    try:
        number = phonenumbers.parse(found[0].replace("(0)", ""))
    except phonenumbers.NumberParseException:
        return found[0]
    is_known = phonenumbers.is_valid_number(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL) if is_known else found[0]


def dialled(value: str) -> str:
    """Return the digits that a phone dials for a printed number. They begin with + if the number has a +. Return an
    empty string if no phone can dial the number.

    If the text contains several numbers, the first number with a + counts. If no number has a +, the first number
    counts. Extensions and words are left out. A zero in brackets after a country code is also left out, because it is
    dialled only inside the country."""
    numbers = [found[0] for found in NUMBER.finditer(value)]
    number = next((one for one in numbers if one.startswith("+")), next(iter(numbers), ""))
    is_whole = number.startswith("+")
    dialled = number.replace("(0)", "") if is_whole else number
    digits = "".join(str(unicodedata.digit(one)) for one in dialled if one.isdecimal())
    return f"{'+' if is_whole else ''}{digits}" if len(digits) >= FEWEST_DIGITS else ""
