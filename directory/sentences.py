"""Parts of sentences in the language of this answer: set apart, labelled, listed."""

from collections.abc import Iterable

from babel.lists import format_list
from flask_babel import gettext

from directory.i18n import current_language, date_locale, direction, isolated


def inset(text: str) -> str:
    """Return a name or a number for a sentence: isolated where that runs from right to left, so that neither turns."""
    return isolated(text) if direction(current_language()) == "rtl" else text


def labelled(label: object, value: object) -> str:
    """Return a value behind its label, with the colon of the reader's language: French sets it apart."""
    # Translators: a label and its value, e.g. "Phone: +996 312 542 232"; only the colon is yours
    return str(gettext("%(label)s: %(value)s", label=label, value=value))


def listed(parts: Iterable[str]) -> str:
    """Return parts as a list of CLDR's, each set apart: "A, B and C"."""
    return str(format_list([inset(part) for part in parts], locale=date_locale(current_language())))
