"""Days, times and zones in each language, as its readers write them.

What is expected was compared with Unicode CLDR's charts, not taken from the code; Tajik months and days have small
letters. The non-breaking spaces that some languages put before the word for "year" are written as plain ones here.
"""

import re
from datetime import UTC, date, datetime, timedelta

import pytest
from flask import Flask
from flask_babel import force_locale

from directory import clock, dates
from directory.cache.dependencies import track_dependencies
from directory.i18n import LANGUAGES

MOMENT = datetime(2026, 11, 6, 9, 5, tzinfo=UTC)
SPACES = str.maketrans("\u202f\u2009\u00a0", "   ")
# By language: a day with its time, a weekday with year and time, a week, a quarter.
WRITTEN = {
    "ar": ("6 نوفمبر 2026، 09:05", "الجمعة، 6 نوفمبر 2026، 09:05", "2–8 نوفمبر 2026", "الربع الرابع 2026"),
    "az": ("6 noyabr 2026 09:05", "6 noy 2026, C. 09:05", "2 noyabr 2026 – 8 noyabr 2026", "2026 4-cü kvartal"),
    "en": ("6 November 2026, 09:05", "Fri, 6 Nov 2026, 09:05", "2–8 Nov 2026", "4th quarter 2026"),
    "es": ("6 de noviembre de 2026, 09:05", "vie, 6 nov 2026, 09:05", "2–8 nov 2026", "4.º trimestre de 2026"),
    "fr": ("6 novembre 2026, 09:05", "ven. 6 nov. 2026, 09:05", "2–8 nov. 2026", "4e trimestre 2026"),
    "hy": ("06 նոյեմբերի, 2026 թ., 09:05", "2026 թ. նոյ 6, ուր, 09:05", "02–08 նոյ, 2026 թ.", "2026 թ. 4-րդ եռամսյակ"),
    "ka": ("6 ნოემბერი, 2026, 09:05", "პარ, 6 ნოე. 2026, 09:05", "2–8 ნოე, 2026", "IV კვარტალი, 2026"),
    "kk": ("2026 ж. 6 қараша, 09:05", "2026 ж. 6 қар., жм, 09:05", "2026 ж. 2–8 қар.", "2026 ж. IV тоқсан"),
    "ky": ("2026-ж., 6-ноябрь 09:05", "2026-ж. 6-ноя., жума 09:05", "2–8-ноя. 2026-ж.", "2026-ж., 4-чейрек"),
    "ru": ("6 ноября 2026 г., 09:05", "пт, 6 нояб. 2026 г., 09:05", "2–8 нояб. 2026 г.", "4-й квартал 2026 г."),
    "tg": ("06 ноябр 2026 09:05", "ҷмъ, 6 ноя, 2026 09:05", "02 ноябр 2026 – 08 ноябр 2026", "ч4 2026"),
    "tk": ("6 noýabr 2026 09:05", "6 noý 2026 ann 09:05", "2 – 8 noý 2026", "2026 4-nji çärýek"),
    "uz": ("6-noyabr, 2026, 09:05", "Jum, 6-noy, 2026, 09:05", "2 – 8-noy, 2026", "2026, 4-chorak"),
    "zh": ("2026年11月6日 09:05", "2026年11月6日周五 09:05", "2026年11月2日至8日", "2026年第4季度"),
}
CITIES = {
    "ar": "بشكيك",
    "az": "Bişkek",
    "en": "Bishkek",
    "es": "Bishkek",
    "fr": "Bichkek",
    "hy": "Բիշքեկ",
    "ka": "ბიშკეკი",
    "kk": "Бішкек",
    "ky": "Бишкек",
    "ru": "Бишкек",
    "tg": "Бишкек",
    "tk": "Bişkek",
    "uz": "Bishkek",
    "zh": "比什凯克",
}

# By language: in three days, five minutes ago.
DISTANCES = {
    "ar": ("خلال 3 أيام", "قبل 5 دقائق"),
    "az": ("3 gün ərzində", "5 dəqiqə öncə"),
    "en": ("in 3 days", "5 minutes ago"),
    "es": ("dentro de 3 días", "hace 5 minutos"),
    "fr": ("dans 3 jours", "il y a 5 minutes"),
    "hy": ("3 օրից", "5 րոպե առաջ"),
    "ka": ("3 დღეში", "5 წუთის წინ"),
    "kk": ("3 күннен кейін", "5 минут бұрын"),
    "ky": ("3 күндөн кийин", "5 мүнөт мурун"),
    "ru": ("через 3 дня", "5 минут назад"),
    "tg": ("пас аз 3 рӯз", "5 дақиқа пеш"),
    "tk": ("3 günden", "5 minut öň"),
    "uz": ("3 kundan keyin", "5 daqiqa oldin"),
    "zh": ("3天后", "5分钟前"),
}


@pytest.mark.parametrize("code", LANGUAGES)
def test_days_and_times_stand_in_the_order_of_the_language(code: str) -> None:
    written = (
        dates.long_datetime(MOMENT, code),
        dates.full_datetime(MOMENT, code),
        dates.span_of_days(date(2026, 11, 2), date(2026, 11, 8), code),
        dates.quarter(MOMENT, code),
    )

    assert tuple(text.translate(SPACES) for text in written) == WRITTEN[code]


@pytest.mark.parametrize("code", LANGUAGES)
def test_months_have_names_where_they_are_no_numbers(code: str) -> None:
    """Where CLDR has none, Babel writes M11."""
    months = [dates.month(date(2026, number, 1), code) for number in range(1, 13)]

    assert len(set(months)) == 12
    assert not [name for name in months if re.search(r"M\d", name)]


@pytest.mark.parametrize("code", LANGUAGES)
def test_a_zone_is_called_by_its_city(code: str) -> None:
    assert dates.zone_name("Asia/Bishkek", code) == CITIES[code]
    assert dates.zone_at("Asia/Bishkek", MOMENT, code).strip("\u2068\u2069") == f"{CITIES[code]} (UTC+06:00)"
    assert dates.zone_at("UTC", MOMENT, code) == "UTC"


def test_a_zone_that_was_renamed_keeps_its_name_and_one_without_a_city_its_code() -> None:
    assert [dates.zone_name(zone, "ru") for zone in ("Europe/Kyiv", "Asia/Kolkata")] == ["Киев", "Калькутта"]
    assert [dates.zone_name(zone, "ru") for zone in ("Etc/GMT+5", "America/Coyhaique")] == ["Etc/GMT+5", "Coyhaique"]


def test_zones_are_offered_from_west_to_east() -> None:
    offered = dates.zones_at(["Asia/Tashkent", "Europe/London", "Asia/Kolkata"], MOMENT, "en")

    assert [zone for zone, _name in offered] == ["Europe/London", "Asia/Tashkent", "Asia/Kolkata"]


@pytest.mark.parametrize(
    ("length", "code", "expected"),
    [
        (timedelta(seconds=1), "en", "1 minute"),
        (timedelta(minutes=15), "en", "15 minutes"),
        (timedelta(minutes=59, seconds=1), "en", "1 h"),
        (timedelta(hours=30, minutes=5), "en", "30 h 5 min"),
        (timedelta(minutes=15), "tg", "15 дақиқа"),
        (timedelta(hours=2), "tg", "2 соат"),
    ],
)
def test_a_duration_is_told_in_hours_and_minutes(app: Flask, length: timedelta, code: str, expected: str) -> None:
    with app.test_request_context("/en/"), force_locale(code):
        assert dates.duration(length) == expected


@pytest.mark.parametrize("code", LANGUAGES)
def test_the_distance_from_now_is_in_words_of_the_language(code: str) -> None:
    with clock.frozen_at(MOMENT):
        written = tuple(dates.relative(MOMENT + ahead, code) for ahead in (timedelta(days=3), -timedelta(minutes=5)))

    assert tuple(one.translate(SPACES) for one in written) == DISTANCES[code]


def test_what_shows_a_distance_from_now_is_kept_until_the_minute_ends() -> None:
    with clock.frozen_at(MOMENT + timedelta(seconds=50)), track_dependencies() as made:
        dates.relative(MOMENT, "en")

    assert made.until == MOMENT + timedelta(minutes=1)
