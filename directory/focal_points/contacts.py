"""Contact lines: the ways to reach an authority, for its page, for its desks and for its State's card."""

import re
import unicodedata
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from functools import cached_property
from typing import TypeVar
from urllib.parse import quote

import phonenumbers
from flask_babel import gettext as _

from directory import i18n
from directory.access.facts import FRESH, GONE, Fact, SourceNote, Text, audience_label, fact, source_note
from directory.access.gate import Reading, read_all
from directory.access.viewer import Viewer
from directory.focal_points.queries import list_reported
from directory.i18n import isolated_in_rtl
from directory.models import ContactDetail
from directory.printed_numbers import NUMBER, NUMBERS
from directory.verification_age import weight
from directory.vocabulary import MEANS

FEWEST_DIGITS = 3
SHORTEST_LOCAL_DIGITS = 5
SOCIAL_VALUE = re.compile(r"116\d{3}")
# The beginnings of numbers that phones in other countries can dial.
INTERNATIONAL = ("+", "00")
PHONE = "phone"
# The means to try first.
CALLED = (PHONE, "email")
# The means that count as a line of a desk; post does not count.
LINES = (*CALLED, "fax")


@dataclass(frozen=True)
class ContactLine:
    """One way to reach an authority."""

    key: str
    means: str
    label: str
    # In the source's spelling.
    value: str
    # Easier to read than `value`: a number with its digits grouped as in its country.
    shown: str
    # A tel:, mailto: or web address, or empty.
    href: str
    languages: tuple[Text, ...]
    source: SourceNote
    # Whether a report that the contact is wrong is not settled yet.
    is_reported: bool
    # The people who may read the contact. Empty if it is public.
    audience_label: str
    # The person who answers.
    held_by: Fact | None
    # The name of the State whose phones alone can dial the number. Empty unless the contact is domestic.
    within: str = ""
    # Whether only phones of one town can dial the number, since it has no area code.
    is_local: bool = False

    @property
    def is_domestic(self) -> bool:
        """Whether the contact is a phone or fax number without a country code."""
        return is_domestic(self.means, self.value)

    @property
    def domestic_label(self) -> str:
        """Words that say that the number can be dialled only inside its State. The text is empty if the contact works
        from other countries."""
        if self.is_local and self.within:
            return str(_("without area code: only from its own town in %(state)s", state=isolated_in_rtl(self.within)))
        if self.within:
            return str(_("within %(state)s only", state=isolated_in_rtl(self.within)))
        return str(_("dialled inside the country only")) if self.is_domestic else ""

    @property
    def is_gone(self) -> bool:
        """Whether nobody answers this contact any more, or its office has ended."""
        return self.source.freshness in GONE

    @property
    def is_to_call(self) -> bool:
        """Whether this is a usable phone number or mail address (`first_to_call`)."""
        return self.means in CALLED and bool(self.href) and not self.is_gone


@dataclass(frozen=True)
class ContactReading:
    """A contact that the viewer may read. Its properties note no disclosure. The method `line` notes a disclosure if
    the contact is restricted."""

    reading: Reading
    is_reported: bool
    # The ISO 3166 code of the institution's State, or empty.
    state: str = ""

    @property
    def key(self) -> str:
        """The key of the contact detail."""
        return self.reading.key

    @property
    def means(self) -> str:
        """The means of the contact, a code of MEANS."""
        return str(self.reading.details["means"].held)

    @property
    def is_to_call(self) -> bool:
        """Whether this is a usable phone number or mail address (`first_to_call`)."""
        return self.means in CALLED and bool(self._href) and self.source.freshness not in GONE

    @property
    def is_domestic(self) -> bool:
        """Whether the contact is a phone or fax number without a country code."""
        return is_domestic(self.means, self._value)

    @cached_property
    def source(self) -> SourceNote:
        """The source of the value."""
        found = self.reading.details["value"]
        return source_note(found.provenance, has_ended=found.has_ended)

    @property
    def place(self) -> tuple[int, float, bool, bool, bool, bool]:
        """The sort key of the contact: the contact with the least key comes first (see `contact_lines`)."""
        note, is_undialled = self.source, self.means == PHONE and not self._href
        return (
            MEANS.position(self.means),
            -weight([note.freshness]),
            note.freshness not in FRESH,
            not note.is_supported,
            self.is_domestic or is_undialled,
            self.is_reported,
        )

    def line(self, language: str, *, with_person: bool = True) -> ContactLine:
        """Return the contact in words. If `with_person` is false, the person who answers is left out."""
        means, value = self.reading.value("means"), self.reading.value("value")
        languages = fact(self.reading, "languages", language)
        return ContactLine(
            key=self.key,
            means=means,
            label=str(MEANS.label(means)),
            value=value,
            shown=as_read(means, value),
            href=address_of(means, value),
            languages=languages.texts if languages else (),
            source=self.source,
            is_reported=self.is_reported,
            audience_label=audience_label(self.reading.details["value"]),
            held_by=fact(self.reading, "held_by", language) if with_person else None,
            within=i18n.territory_name(self.state, language) if self.is_domestic and self.state else "",
            is_local=self.is_domestic and is_local(value, self.state),
        )

    @property
    def _value(self) -> str:
        return str(self.reading.details["value"].held)

    @property
    def _href(self) -> str:
        return address_of(self.means, self._value)


Contact = TypeVar("Contact", ContactLine, ContactReading)


def read_contacts(viewer: Viewer, contacts: Iterable[ContactDetail]) -> list[ContactReading]:
    """Return the contacts whose means and value the viewer may read, in the order of `contact_lines`."""
    contacts = list(contacts)
    states = {one.key: one.authority.jurisdiction_key or "" for one in contacts if one.authority}
    readings = [r for r in read_all(viewer, contacts) if r.get("means") and r.get("value")]
    reported = list_reported([reading.key for reading in readings])
    found = (ContactReading(one, one.key in reported, states.get(one.key, "")) for one in readings)
    return sorted(found, key=lambda one: one.place)


def contact_lines(viewer: Viewer, contacts: Iterable[ContactDetail], language: str) -> list[ContactLine]:
    """Return a line for each contact whose means and value the viewer may read, sorted by means (phones first).

    Within a means, contacts are sorted by their grade: verified, not verified but with a source, without a source,
    overdue, dead. Contacts of an office that has been closed or replaced rank as dead.

    Within a grade, numbers without a country code and numbers that no phone can dial come last. Among contacts that are
    still equal, those that somebody has reported as wrong come last, as long as the report is open.
    """
    return [one.line(language) for one in read_contacts(viewer, contacts)]


def first_to_call(lines: Sequence[Contact]) -> Contact | None:
    """Return the first of these contacts that is a usable phone number or mail address, or None if there is none.

    Contacts that work from other countries go before numbers without a country code. Three kinds are not usable: dead
    contacts, contacts of an office that has been closed or replaced, and numbers that no phone can dial."""
    usable = [one for one in lines if one.is_to_call]
    return min(usable, key=lambda one: one.is_domestic, default=None)


def address_of(means: str, value: str) -> str:
    """Return the tel:, mailto: or web address for a contact. `value` has the source's spelling.

    Return an empty string for a phone number that no phone can dial, and for all means other than phone, mail and
    website.
    """
    if means == PHONE:
        number = dialled(value)
        return f"tel:{number}" if number else ""
    if means == "email":
        return f"mailto:{quote(value, safe='@,;+')}"
    if means == "website":
        return value if value.startswith(("https://", "http://")) else f"http://{value}"
    return ""


def is_domestic(means: str, value: str) -> bool:
    """Return whether a contact is a phone or fax number without a country code. `value` has the source's spelling."""
    number = dialled(value) if means in NUMBERS else ""
    return bool(number) and not number.startswith(INTERNATIONAL)


def is_local(value: str, state: str) -> bool:
    """Return whether a number without a country code can be dialled only in its own area, because it lacks the area
    code too. This follows from the numbering plan of its State.

    Return False for two kinds of numbers that need no area code: numbers with fewer digits than SHORTEST_LOCAL_DIGITS,
    and numbers for services of social value (Commission Decision 2007/116/EC)."""
    number = dialled(value)
    if len(number) < SHORTEST_LOCAL_DIGITS or SOCIAL_VALUE.fullmatch(number):
        return False
    try:
        read = phonenumbers.parse(number, state)
    except phonenumbers.NumberParseException:
        return False
    found = phonenumbers.is_possible_number_with_reason(read)
    return bool(found == phonenumbers.ValidationResult.IS_POSSIBLE_LOCAL_ONLY)


def as_read(means: str, value: str) -> str:
    """Return a contact in a form that is easy to read: a number with a country code has its digits grouped."""
    return NUMBER.sub(_grouped, value) if means in NUMBERS else value


def _grouped(found: re.Match[str]) -> str:
    try:
        number = phonenumbers.parse(found[0].replace("(0)", ""))
    except phonenumbers.NumberParseException:
        return found[0]
    is_known = phonenumbers.is_valid_number(number)
    return phonenumbers.format_number(number, phonenumbers.PhoneNumberFormat.INTERNATIONAL) if is_known else found[0]


def dialled(value: str) -> str:
    """Return the digits that a phone dials for a printed number, with + if the number has one. Return an empty string
    if there are fewer than FEWEST_DIGITS digits.

    If several numbers are printed, the first number with a + is used, else the first number. Extensions and a zero in
    brackets are left out.
    """
    numbers = [found[0] for found in NUMBER.finditer(value)]
    number = next((one for one in numbers if one.startswith("+")), next(iter(numbers), ""))
    is_whole = number.startswith("+")
    dialled = number.replace("(0)", "") if is_whole else number
    digits = "".join(str(unicodedata.digit(one)) for one in dialled if one.isdecimal())
    return f"{'+' if is_whole else ''}{digits}" if len(digits) >= FEWEST_DIGITS else ""
