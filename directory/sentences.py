"""Makes parts of sentences in the language of this response: a label with its value, a sentence with its source, a
list."""

from collections.abc import Iterable

from babel.lists import format_list
from flask_babel import gettext

from directory.i18n import current_language, date_locale, direction, isolated, isolated_in_rtl


def labelled(label: object, value: object) -> str:
    """Return a label and its value, joined by the colon of the reader's language."""
    return str(gettext("%(label)s: %(value)s", label=label, value=value))


def with_source(sentence: str, source: str) -> str:
    """Return a sentence, followed by its source in brackets if there is one."""
    return f"{sentence} ({isolated_in_rtl(source)})" if source else sentence


def listed(parts: Iterable[str], language: str = "") -> str:
    """Return parts as a list by CLDR's rules ("A, B and C"), by default in the language of this response.

    In a right-to-left language each part is isolated.
    """
    language = language or current_language()
    isolate = isolated if direction(language) == "rtl" else str
    return str(format_list([isolate(part) for part in parts], locale=date_locale(language)))
