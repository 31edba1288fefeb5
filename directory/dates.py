"""Formats days, times, intervals and time zones for a language, by CLDR.

In every language, times have the 24-hour clock, hours have two digits, and all digits are Latin.
"""

from collections.abc import Iterable
from datetime import date, datetime, time, timedelta
from functools import lru_cache
from zoneinfo import ZoneInfo, available_timezones

import icu
from babel import Locale
from babel.dates import (
    format_date,
    format_interval,
    format_skeleton,
    format_timedelta,
    get_day_names,
    get_timezone_gmt,
)
from flask_babel import gettext as _
from flask_babel import ngettext

from directory import clock
from directory.i18n import current_language, date_locale, direction, isolated

UTC_ZONE = "UTC"
MINUTE, MINUTES_OF_AN_HOUR = timedelta(minutes=1), 60
WITH_CAPITALS = frozenset({"tg"})
"""The languages whose months and days take a capital in CLDR, but a small letter in a sentence."""
# CLDR's intervals of days are wrong in these: the year is on the first day in Azerbaijani, the month is first in Tajik.
WITHOUT_INTERVALS = frozenset({"az", "tg"})


@lru_cache(maxsize=1)
def known_zones() -> frozenset[str]:
    """Return the names of the IANA time zones that this machine has. The first call is slow."""
    return frozenset(available_timezones())


def long_day(on: date, language: str) -> str:
    """Return a day with its month in full and its year."""
    return _in_sentence(format_date(on, "long", locale=date_locale(language)), language)


def weekday(on: date, language: str) -> str:
    """Return a day with its weekday, without the year: `Tue, 1 Dec` in English."""
    return _skeleton("MMMEd", on, language)


def span_of_days(first: date, last: date, language: str) -> str:
    """Return the interval from the first to the last day in words. Both days belong to the interval."""
    if language in WITHOUT_INTERVALS:
        return f"{long_day(first, language)} – {long_day(last, language)}"
    return str(format_interval(_midnight(first), _midnight(last), "yMMMd", locale=date_locale(language)))


def month(on: date, language: str) -> str:
    """Return an abbreviated month with its year."""
    return _skeleton("yMMM", on, language)


def quarter(on: date, language: str) -> str:
    """Return the quarter of a day, with its year."""
    return _skeleton("yQQQQ", on, language)


def weekday_names(language: str) -> list[str]:
    """Return the full names of the weekdays, from Monday, in their stand-alone form."""
    names = get_day_names("wide", context="stand-alone", locale=date_locale(language))
    return [str(names[number]) for number in range(7)]


def clock_time(local: datetime | time) -> str:
    """Return the time of day: `09:05`."""
    return f"{local:%H:%M}"


def long_datetime(local: datetime, language: str) -> str:
    """Return a day with its month in full and its year, and the time."""
    return _joined(long_day(local, language), local, language)


def long_utc(at: datetime) -> str:
    """Return an instant in UTC, in the language of the response: a day with its month in full and its year, and the
    time."""
    return long_datetime(clock.as_utc(at), current_language())


def weekday_datetime(local: datetime, language: str) -> str:
    """Return a day and the time. The day has its weekday but not its year."""
    return _joined(weekday(local, language), local, language)


def full_datetime(local: datetime, language: str) -> str:
    """Return a day with its weekday and its year, and the time."""
    return _joined(_skeleton("yMMMEd", local, language), local, language)


def duration(length: timedelta) -> str:
    """Return a duration in hours and minutes, rounded up to a minute, in words of our catalogues."""
    hours, minutes = divmod(-(-length // MINUTE), MINUTES_OF_AN_HOUR)
    if not minutes:
        return str(_("%(hours)s h", hours=hours))
    if not hours:
        return str(ngettext("%(num)s minute", "%(num)s minutes", minutes))
    return str(_("%(hours)s h %(minutes)s min", hours=hours, minutes=minutes))


def relative(at: datetime, language: str) -> str:
    """Return how far an instant is from now, to the minute, by CLDR's relative time: `in 3 days`, `2 hours ago`."""
    ahead = at - clock.now()
    return str(format_timedelta(ahead, granularity="minute", add_direction=True, locale=date_locale(language)))


def length(span: timedelta, language: str) -> str:
    """Return how long a span is, rounded to its largest unit, by CLDR: `3 days`, `2 hours`."""
    return str(format_timedelta(span, granularity="minute", locale=date_locale(language)))


def offset(local: datetime) -> str:
    """Return the UTC offset of a local time: `UTC+06:00`."""
    return str(get_timezone_gmt(local, "long", locale="en")).replace("GMT", "UTC")


@lru_cache(maxsize=4096)
def zone_name(zone: str, language: str) -> str:
    """Return the name of an IANA zone's city in a language. If CLDR does not know the zone, return the city that the
    zone's name contains, or the whole name if it contains no city."""
    city = _city(zone, language)
    if city != _city("Etc/Unknown", language):
        return city
    return str(icu.TimeZoneNames.createInstance(icu.Locale(language)).getExemplarLocationName(zone) or zone)


def zone_at(zone: str, at: datetime, language: str) -> str:
    """Return the city of an IANA zone with its UTC offset at an instant. For the zone `UTC`, return `UTC`. Raises
    ZoneInfoNotFoundError for an unknown zone."""
    if zone == UTC_ZONE:
        return zone
    words = f"{zone_name(zone, language)} ({offset(at.astimezone(ZoneInfo(zone)))})"
    return isolated(words) if direction(language) == "rtl" else words


def zone_now(zone: str) -> str:
    """Return the city of an IANA zone with its current UTC offset. For the zone `UTC`, return `UTC`. Raises
    ZoneInfoNotFoundError for an unknown zone."""
    return zone_at(zone, clock.now(), current_language())


def zones_at(zones: Iterable[str], at: datetime, language: str) -> list[tuple[str, str]]:
    """Return pairs (IANA zone, city with UTC offset), sorted from west to east. Raises ZoneInfoNotFoundError for an
    unknown zone."""
    named = [(at.astimezone(ZoneInfo(zone)).utcoffset(), zone_at(zone, at, language), zone) for zone in zones]
    return [(zone, name) for _offset, name, zone in sorted(named, key=lambda one: (one[0] or timedelta(), one[1]))]


def _city(zone: str, language: str) -> str:
    """Return the name of a zone's city in a language, or words for an unknown city. Former names of zones are
    accepted."""
    cities = icu.SimpleDateFormat("VVV", icu.Locale(language))
    cities.setTimeZone(icu.TimeZone.createTimeZone(zone))
    return str(cities.format(0.0))


def _skeleton(skeleton: str, on: date, language: str) -> str:
    moment = on if isinstance(on, datetime) else _midnight(on)
    return _in_sentence(format_skeleton(skeleton, moment, locale=date_locale(language)), language)


def _in_sentence(text: str, language: str) -> str:
    return text.lower() if language in WITH_CAPITALS else text


def _joined(day: str, local: datetime, language: str) -> str:
    pattern = str(Locale.parse(date_locale(language)).datetime_formats["medium"])
    return pattern.replace("'", "").format(clock_time(local), day)


def _midnight(on: date) -> datetime:
    return datetime.combine(on, time())
