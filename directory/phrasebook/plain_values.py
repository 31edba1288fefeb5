"""Checks values of slots that need no directory: days, times, durations, quantities and amounts; and puts them into
words of the language of the response."""

import re
from collections.abc import Callable, Mapping
from datetime import date, datetime
from decimal import Decimal
from functools import cache
from zoneinfo import ZoneInfo

from babel import Locale
from babel.numbers import format_currency, get_territory_currencies
from flask_babel import lazy_gettext as _l
from flask_babel import ngettext

from directory import dates, i18n
from directory.errors import InvalidInput
from directory.forms import FIRST_YEAR, LAST_YEAR

NOT_DATE = _l("Write a date, like 2026-12-31.")
NOT_MOMENT = _l("Write a date and a time, like 2026-12-31 14:30.")
NOT_NUMBER = _l("Write a whole number.")
NOT_AMOUNT = _l("Write an amount, like 1500.50.")
NOT_OFFERED = _l("Choose from the list.")
COUNT = re.compile("[0-9]{1,5}")
# Currencies have at most four decimal places (ISO 4217). No exponent: `0E-9999999` would be written with all its zeros.
AMOUNT = re.compile(r"[0-9]{1,13}(\.[0-9]{1,4})?")
LETTERS_OF_A_COUNTRY = 2
PRECISE = "#,##0.00##\xa0¤¤"

Counted = Mapping[str, Callable[[int, str], str]]
DURATION_UNITS: Counted = {
    "hour": lambda num, number: str(ngettext("%(number)s hour", "%(number)s hours", num, number=number)),
    "day": lambda num, number: str(ngettext("%(number)s day", "%(number)s days", num, number=number)),
    "working_day": lambda num, number: str(
        ngettext("%(number)s working day", "%(number)s working days", num, number=number)
    ),
    "week": lambda num, number: str(ngettext("%(number)s week", "%(number)s weeks", num, number=number)),
    "month": lambda num, number: str(ngettext("%(number)s month", "%(number)s months", num, number=number)),
    "year": lambda num, number: str(ngettext("%(number)s year", "%(number)s years", num, number=number)),
}
QUANTITY_UNITS: Counted = {
    "person": lambda num, number: str(ngettext("%(number)s person", "%(number)s persons", num, number=number)),
    "page": lambda num, number: str(ngettext("%(number)s page", "%(number)s pages", num, number=number)),
    "document": lambda num, number: str(ngettext("%(number)s document", "%(number)s documents", num, number=number)),
    "copy": lambda num, number: str(ngettext("%(number)s copy", "%(number)s copies", num, number=number)),
    "account": lambda num, number: str(
        ngettext("%(number)s bank account", "%(number)s bank accounts", num, number=number)
    ),
    "device": lambda num, number: str(
        ngettext("%(number)s data carrier", "%(number)s data carriers", num, number=number)
    ),
}


@cache
def currencies() -> tuple[str, ...]:
    """Return the codes of the currencies that are legal tender somewhere today, in alphabetical order."""
    territories = [str(code) for code in Locale(i18n.DEFAULT).territories]
    countries = (code for code in territories if len(code) == LETTERS_OF_A_COUNTRY)
    return tuple(sorted({str(one) for code in countries for one in get_territory_currencies(code)}))


def parts(value: str) -> tuple[str, str]:
    """Return the two parts of a value; the second is "" if the value has only one."""
    first, _space, second = value.strip().partition(" ")
    return first, second.strip()


def check_date(value: str) -> str:
    """Return a day as `2026-12-31`. Raises InvalidInput if it is no day."""
    try:
        day = date.fromisoformat(value.strip())
    except ValueError as error:
        raise InvalidInput(NOT_DATE) from error
    if not FIRST_YEAR <= day.year <= LAST_YEAR:
        raise InvalidInput(NOT_DATE)
    return day.isoformat()


def date_words(value: str) -> str:
    """Return a day in words."""
    return dates.long_day(date.fromisoformat(value), i18n.current_language())


def check_moment(value: str) -> str:
    """Return a day and time with its zone, as `2026-12-31T14:30 Asia/Bishkek`. Raises InvalidInput if it is none."""
    written, zone = parts(value)
    try:
        local = datetime.fromisoformat(written)
    except ValueError as error:
        raise InvalidInput(NOT_MOMENT) from error
    if "T" not in written or local.tzinfo is not None or not FIRST_YEAR <= local.year <= LAST_YEAR:
        raise InvalidInput(NOT_MOMENT)
    if zone not in dates.known_zones():
        raise InvalidInput(NOT_OFFERED)
    return f"{local:%Y-%m-%dT%H:%M} {zone}"


def moment_words(value: str) -> str:
    """Return a day with its weekday and the time, then the zone's city with its UTC offset."""
    written, zone = parts(value)
    local, language = datetime.fromisoformat(written).replace(tzinfo=ZoneInfo(zone)), i18n.current_language()
    return f"{dates.full_datetime(local, language)}, {dates.zone_at(zone, local, language)}"


def check_duration(value: str) -> str:
    """Return a duration as `3 week`. Raises InvalidInput if it is none."""
    return _checked_count(value, DURATION_UNITS)


def duration_words(value: str) -> str:
    """Return a duration in words."""
    return _counted(value, DURATION_UNITS)


def check_quantity(value: str) -> str:
    """Return a quantity as `12 page`. Raises InvalidInput if it is none."""
    return _checked_count(value, QUANTITY_UNITS)


def quantity_words(value: str) -> str:
    """Return a quantity in words."""
    return _counted(value, QUANTITY_UNITS)


def check_amount(value: str) -> str:
    """Return an amount with its currency, as `1500.50 EUR`. Raises InvalidInput if it is none."""
    written, currency = parts(value)
    if not AMOUNT.fullmatch(written):
        raise InvalidInput(NOT_AMOUNT)
    if currency not in currencies():
        raise InvalidInput(NOT_OFFERED)
    return f"{Decimal(written):f} {currency}"


def amount_words(value: str) -> str:
    """Return an amount in figures of the reader's language, with the code of its currency: signs such as $ stand for
    several."""
    amount, currency = parts(value)
    language = i18n.date_locale(i18n.current_language())
    return str(format_currency(Decimal(amount), currency, PRECISE, locale=language, currency_digits=False))


def _checked_count(value: str, units: Counted) -> str:
    written, unit = parts(value)
    if not (COUNT.fullmatch(written) and int(written) >= 1):
        raise InvalidInput(NOT_NUMBER)
    if unit not in units:
        raise InvalidInput(NOT_OFFERED)
    return f"{int(written)} {unit}"


def _counted(value: str, units: Counted) -> str:
    written, unit = parts(value)
    return units[unit](int(written), i18n.number(int(written)))
