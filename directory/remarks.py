"""Puts the short remarks beside sources and laws into words of a language: the date of a source, the copy that was
read, the citation of a law. Remarks are stored in English. Most of them consist of a few frequent phrases (KNOWN)."""

import re
from collections.abc import Iterator
from datetime import date
from functools import cache

from flask_babel import force_locale
from flask_babel import lazy_gettext as _l

from directory import dates, i18n

KNOWN = (
    _l("undated"),
    _l("undated page"),
    _l("undated pages"),
    _l("undated copy"),
    _l("undated news"),
    _l("general knowledge"),
    _l("general knowledge of the text"),
    _l("public copy of the page"),
    _l("public copies of the pages"),
    _l("public copy of the text"),
    _l("UN Treaty Collection table as kept in %(place)s"),
    _l("text with amendments to %(date)s"),
    _l("text with amendments to %(date)s, copy of %(copied)s"),
    _l("copy of %(date)s"),
    _l("version of %(date)s"),
    _l("law of %(date)s"),
    _l("declaration of %(date)s"),
    _l("%(date)s status"),
    _l("statistics for %(date)s"),
    _l("list of the depositary as of %(date)s"),
    _l("No. %(number)s of %(date)s"),
    _l("No. %(number)s"),
    _l("registered as No. %(number)s"),
    _l("annex %(number)s"),
    _l("new edition by No. %(number)s of %(date)s"),
)
DATE = r"\d{4}(?:-\d{2}){0,2}"
PATTERNS = {"date": DATE, "copied": DATE, "number": r"[\w/ .-]+?", "place": r"\S+"}
PLACEHOLDER = re.compile(r"%\((\w+)\)s")
PARTS = re.compile(r";\s*(?![^()]*\))")
BRACKETS = re.compile(r"(?P<before>.+?) \((?P<within>[^()]*)\)")


def remark(words: str, language: str) -> Iterator[tuple[str, str]]:
    """Yield the parts of a remark, each with its language code. A date, or a part in KNOWN, is put into `language`.

    Any other part stays as stored. Its code is that of English, or empty if the part has letters that are not ASCII.
    """
    for part in PARTS.split(words):
        yield from _part(part.strip(), language)


def _part(part: str, language: str) -> Iterator[tuple[str, str]]:
    known = _in_words(part, language)
    if known is None and (found := BRACKETS.fullmatch(part)):
        yield from _part(found["before"], language)
        yield from ((f"({text})", code) for text, code in remark(found["within"], language))
    else:
        yield known or (part, i18n.DEFAULT if part.isascii() else "")


def _in_words(part: str, language: str) -> tuple[str, str] | None:
    if re.fullmatch(DATE, part):
        return _day(part, language), language
    for number, pattern in enumerate(_patterns()):
        if found := pattern.fullmatch(part):
            spoken = i18n.label_language(language)
            values = {name: _value(name, value, spoken) for name, value in found.groupdict().items()}
            with force_locale(spoken):
                return str(KNOWN[number]) % values, spoken
    return None


@cache
def _patterns() -> tuple[re.Pattern[str], ...]:
    """Return a pattern for the English text of each remark of KNOWN. A group captures the value of each placeholder."""
    with force_locale(i18n.DEFAULT):
        return tuple(map(_pattern, map(str, KNOWN)))


def _pattern(known: str) -> re.Pattern[str]:
    pieces = PLACEHOLDER.split(known)
    named = (f"(?P<{piece}>{PATTERNS[piece]})" if place % 2 else re.escape(piece) for place, piece in enumerate(pieces))
    return re.compile("".join(named))


def _value(name: str, value: str, language: str) -> str:
    if PATTERNS[name] == DATE:
        return _day(value, language)
    return i18n.isolated(value) if i18n.direction(language) == "rtl" else value


def _day(written: str, language: str) -> str:
    """Return a day, a month or a year in words of a language. If there is no such day, return `written`."""
    numbers = [int(number) for number in written.split("-")]
    try:
        on = date(*numbers, *(1,) * (3 - len(numbers)))
    except ValueError:
        return written
    return {1: str(numbers[0]), 2: dates.month(on, language), 3: dates.long_day(on, language)}[len(numbers)]
