"""Languages of the interface, the choice of the language of a response, and CLDR's names of languages and territories.

To add a language, add one row here and one catalogue in `translations/`.
"""

import csv
import unicodedata
from collections.abc import Callable, Iterable, Iterator
from contextlib import contextmanager
from dataclasses import dataclass
from functools import lru_cache
from pathlib import Path
from typing import Any

from babel import Locale, UnknownLocaleError
from babel.numbers import format_decimal
from flask import Flask, Request, Response, current_app, g, has_request_context, request
from flask_babel import force_locale
from werkzeug.datastructures import LanguageAccept
from werkzeug.http import parse_accept_header
from werkzeug.routing import BaseConverter

from directory.catalogues import UNALTERED, using
from directory.pseudo_language import PSEUDO_LOCALE
from directory.web.response_headers import cookie_name, is_secure

RIGHT_TO_LEFT = frozenset({"ar", "fa", "he", "ps", "ur", "dv", "sd", "ug", "ku_Arab"})
NAMES = Path(__file__).parent / "translations"
"""The folder of `territory_names.csv` and `language_names.csv`: names that are used in place of CLDR's names."""
LETTERS = {"uz": str.maketrans("‘’", "ʻʼ")}
"""By language, the characters in CLDR's names that the interface writes otherwise, such as U+02BB in oʻ and gʻ."""
COOKIE = "language"
# The smallest number with a grouping separator. Smaller whole numbers look the same in every language: digits are
# always Latin.
FIRST_PARTED = 1000
DEFAULT = "en"
COOKIE_SECONDS = 365 * 24 * 60 * 60
# Browsers stay below these limits. Servers join headers of one name, up to hundreds of thousands of characters.
LONGEST_HEADER_CHARACTERS = 500
MOST_ACCEPTED = 20


@dataclass(frozen=True)
class Language:
    """A language of the interface. `autonym` is the language's name in the language itself. If `is_complete` is false,
    the catalogue lacks strings, and labels are shown in English."""

    code: str
    autonym: str
    is_complete: bool = False

    @property
    def direction(self) -> str:
        """`rtl` or `ltr`, for the `dir` attribute."""
        return direction(self.code)


# In the order of the language bar: the official languages of the United Nations, then the languages of the States.
LANGUAGES: dict[str, Language] = {
    language.code: language
    for language in (
        Language("ar", "العربية", is_complete=True),
        Language("zh", "中文", is_complete=True),
        Language("en", "English", is_complete=True),
        Language("fr", "Français", is_complete=True),
        Language("ru", "Русский", is_complete=True),
        Language("es", "Español", is_complete=True),
        Language("az", "Azərbaycan", is_complete=True),
        Language("hy", "Հայերեն", is_complete=True),
        Language("ka", "ქართული", is_complete=True),
        Language("kk", "Қазақша", is_complete=True),
        Language("ky", "Кыргызча", is_complete=True),
        Language("tg", "Тоҷикӣ", is_complete=True),
        Language("tk", "Türkmen", is_complete=True),
        Language("uz", "Oʻzbek", is_complete=True),
    )
}


def direction(code: str) -> str:
    """Return `rtl` or `ltr` for any language code."""
    return "rtl" if code.partition("-")[0] in RIGHT_TO_LEFT else "ltr"


def label_language(code: str) -> str:
    """Return `code`, or English if the catalogue of `code` is not complete. Raises KeyError for an unknown code."""
    return code if LANGUAGES[code].is_complete else DEFAULT


def current_language() -> str:
    """Return the language code of this response: the language of the path or of `?lang=`. If neither names a language,
    return the reader's preferred language. Outside a request, return DEFAULT."""
    if not has_request_context():
        return DEFAULT
    chosen: str = g.get("language") or preferred_language(request)
    return chosen


def babel_locale() -> Locale | None:
    """Return the CLDR locale of the current language, for Flask-Babel, or None if CLDR has none. If this language is
    English and the reader chose the pseudo-language, return PSEUDO_LOCALE."""
    language = current_language()
    if language == DEFAULT and has_request_context() and g.get("is_pseudo"):
        return PSEUDO_LOCALE
    return locale(date_locale(language))


def date_locale(language: str) -> str:
    """Return the CLDR locale for dates in a language. For English, this is a locale that puts the day before the month:
    CLDR's `en` has the order of the United States.

    Source: United Nations Editorial Manual, dates.
    """
    return "en_001" if language == "en" else language


def preferred_language(asked: Request) -> str:
    """Return the reader's language. Outside /api/, this is the language in the cookie, if there is one. Otherwise this
    is the language that Accept-Language prefers, or English if the header names no language of the interface."""
    cookie = asked.cookies.get(cookie_name(asked, COOKIE), "")
    if cookie in LANGUAGES and not asked.path.startswith("/api/"):
        return cookie
    return _accepted_language(asked.headers.get("Accept-Language", "")[:LONGEST_HEADER_CHARACTERS])


@lru_cache(maxsize=256)
def _accepted_language(header: str) -> str:
    entries = header.split(",")[:MOST_ACCEPTED]
    accepted = parse_accept_header(",".join(entries), LanguageAccept)
    return accepted.best_match([DEFAULT, *LANGUAGES], DEFAULT) or DEFAULT


@lru_cache(maxsize=256)
def locale(code: str) -> Locale | None:
    """Return the CLDR locale of a language code, or None if CLDR has no locale for it."""
    try:
        return Locale.parse(code.replace("-", "_"))
    except (UnknownLocaleError, ValueError):
        return None


@lru_cache(maxsize=2)
def _names_before_cldr(file: str) -> dict[tuple[str, str], str]:
    with (NAMES / file).open(encoding="utf-8", newline="") as lines:
        return {(row["code"], row["language"]): row["name"] for row in csv.DictReader(lines)}


def territory_name(code: str, language: str) -> str:
    """Return the name of a territory (ISO 3166 or UN M49 code) in a language. If no name is known in this language,
    return the English name; if no English name is known, return the code."""
    return _name(code, language, "territory_names.csv", "territories")


def language_name(code: str, language: str) -> str:
    """Return the name of the language `code` in `language`. If no name is known in `language`, return the English name;
    if no English name is known, return the code."""
    return _name(code, language, "language_names.csv", "languages")


def _name(code: str, language: str, file: str, of_cldr: str) -> str:
    for candidate in (language, DEFAULT):
        if own := _names_before_cldr(file).get((code, candidate)):
            return own
        found = locale(candidate)
        if found is not None and code in (names := getattr(found, of_cldr)):
            return str(names[code]).translate(LETTERS.get(candidate, {}))
    return code


def isolated(text: str) -> str:
    """Return a text between isolate characters. They keep the order of the text's own characters if the text around it
    is right-to-left: otherwise `2026-11-01` may be shown as `01-11-2026`.

    Source: Unicode Standard Annex 9, first strong isolate.
    """
    return f"\u2068{text}\u2069"


def isolated_in_rtl(text: str) -> str:
    """Return a name or number for use in a sentence. In a right-to-left response, the result is wrapped in Unicode
    isolate characters, which keep the order of the text."""
    return isolated(text) if direction(current_language()) == "rtl" else text


def side_by_side(parts: Iterable[str]) -> str:
    """Return isolated texts, joined on one line with a dot between them."""
    return " · ".join(map(isolated, parts))


@contextmanager
def in_language(code: str) -> Iterator[None]:
    """Within the block, make labels, lists and isolated names in the language `code`, whatever the language of the
    response."""
    with force_locale(label_language(code)):
        before, g.language = g.get("language"), code
        try:
            yield
        finally:
            g.language = before


def in_every_language(text: Callable[[], Any]) -> tuple[str, ...]:
    """Return the results of `text()` in all languages of the interface, in the order of LANGUAGES, without
    duplicates. Published wordings are not used: callers such as the index keep the results, but wordings change."""
    wordings: dict[str, None] = {}
    with using(UNALTERED):
        for code in LANGUAGES:
            with force_locale(code):
                wordings[str(text())] = None
    return tuple(wordings)


def number(value: float) -> str:
    """Return a number in the format of the reader's language."""
    is_small = isinstance(value, int) and 0 <= value < FIRST_PARTED
    return str(value if is_small else format_decimal(value, locale=babel_locale()))


def without_case_and_accents(text: str) -> str:
    """Return a text case-folded and without accents, for comparisons."""
    return "".join(c for c in unicodedata.normalize("NFKD", text.casefold()) if not unicodedata.combining(c))


class LanguageConverter(BaseConverter):
    """URL converter for the first part of a page's path: one of the codes of LANGUAGES."""

    regex = "|".join(LANGUAGES)


def configure_languages(app: Flask) -> None:
    """Set up languages in URLs and templates. A generated link gets the language of the response. Views do not get the
    language of the URL as an argument."""
    app.url_map.converters["language"] = LanguageConverter
    app.url_value_preprocessor(_take_language)
    app.url_defaults(_put_language)
    app.jinja_env.filters["numberformat"] = number


def _take_language(_endpoint: str | None, values: dict[str, Any] | None) -> None:
    if values:
        values.pop("language", None)
    first = request.path.split("/")[1]
    if first in LANGUAGES:
        g.language, g.language_in_path = first, True
    elif request.args.get("lang") in LANGUAGES:
        g.language = request.args["lang"]


def _put_language(endpoint: str, values: dict[str, Any]) -> None:
    if "language" not in values and current_app.url_map.is_endpoint_expecting(endpoint, "language"):
        values["language"] = current_language()


def remember_language(response: Response) -> Response:
    """Store the language of the path in the language cookie, if the page was found and the reader's preferred language
    is another one."""
    if g.get("language_in_path") and response.status_code == 200 and g.language != preferred_language(request):
        name, secure = cookie_name(request, COOKIE), is_secure(request)
        response.set_cookie(
            name, g.language, max_age=COOKIE_SECONDS, path="/", httponly=True, samesite="Lax", secure=secure
        )
    return response
