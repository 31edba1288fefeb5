"""The catalogues of the interface: the texts of each language, and the published wordings that replace some of them."""

import hashlib
import struct
from collections.abc import Iterator, Mapping, Sequence
from contextlib import contextmanager
from dataclasses import dataclass, field, replace
from functools import cache, cached_property
from pathlib import Path
from typing import Any, NamedTuple, cast

from babel import Locale
from babel.support import NullTranslations, Translations
from flask import has_app_context
from flask_babel import Babel, Domain, get_babel, get_domain, get_locale

from directory.pseudo_language import PSEUDO_LOCALE, pseudo

FOLDER = Path(__file__).parent / "translations"
MESSAGES = "messages"
ENGLISH = "en"
# In a compiled catalogue: between a context and its string, between singular and plural, and between plural forms.
# Source: GNU gettext manual, "The Format of GNU MO Files".
AFTER_CONTEXT, BETWEEN_FORMS = "\x04", "\0"
HEADER_NUMBERS, ENTRY_NUMBERS = "=5I", "=2I"
ENTRY_BYTES = struct.calcsize(ENTRY_NUMBERS)
KEY_CHARACTERS = 16
# Plural rules repeat after a hundred. The one exception, a form for a million and more, is not needed here.
COUNTED = range(1, 1_000)
MOST_EXAMPLES = 4


class CatalogueKey(NamedTuple):
    """The key of a string of the interface: its context, which is usually empty, and its English in the singular."""

    context: str
    english: str

    @property
    def code(self) -> str:
        """The name of the string in addresses and in the database."""
        return hashlib.sha256(f"{self.context}{AFTER_CONTEXT}{self.english}".encode()).hexdigest()[:KEY_CHARACTERS]

    @property
    def entry(self) -> str:
        """The name of the string in gettext's catalogue."""
        return f"{self.context}{AFTER_CONTEXT}{self.english}" if self.context else self.english


@dataclass(frozen=True)
class CatalogueString:
    """A string of the interface.

    - `english`: the English; for a string with plural forms, the singular and the plural
    - `forms`: the texts in the catalogue of a language: one text, or one for each plural form of the language
    """

    key: CatalogueKey
    english: tuple[str, ...]
    forms: tuple[str, ...]


Published = Mapping[CatalogueKey, Sequence[str]]
"""Wordings of one language, each with all its forms."""


@dataclass(frozen=True)
class _Overlay:
    """The published wordings of each language (`by_language`), and the catalogues already made with these wordings
    (`made`). `version` is the version of the wordings."""

    version: int = 0
    by_language: Mapping[str, Published] = field(default_factory=dict)
    made: dict[Locale | None, NullTranslations] = field(default_factory=dict)


class Catalogues(Domain):  # type: ignore[misc]
    """The catalogues of one app, each stored under its locale. Published wordings do not slow down the lookup of a
    message.

    Flask-Babel's own class stores catalogues under a text. For each message it turns the locale into this text, and
    spends two fifths of its time on that.
    """

    def __init__(self) -> None:
        super().__init__()
        self._overlay = _Overlay()

    @property
    def version(self) -> int:
        """The version of the published wordings that these catalogues contain."""
        return self._overlay.version

    def publish(self, version: int, by_language: Mapping[str, Published]) -> None:
        """From now on, use the wordings in `by_language` in place of the texts of the catalogues."""
        self._overlay = _Overlay(version, by_language)

    def forms_of(self, string: CatalogueString, language: str) -> tuple[str, ...]:
        """Return the texts that the site shows for a string in a language: the published wording, or else the
        catalogue's texts."""
        return tuple(self._overlay.by_language.get(language, {}).get(string.key, string.forms))

    def get_translations(self) -> NullTranslations:
        """Return the catalogue of the current locale."""
        locale, overlay = get_locale(), self._overlay
        try:
            return overlay.made[locale]
        except KeyError:
            made = overlay.made[locale] = _with(catalogue(locale), overlay.by_language.get(_language(locale), {}))
            return made


class BabelWithCatalogues(Babel):  # type: ignore[misc]
    """Flask-Babel of one app, which looks messages up in `Catalogues`."""

    @cached_property
    def domain_instance(self) -> Catalogues:
        """The catalogues of the app."""
        return Catalogues()


class _Pseudo(NullTranslations):
    """The catalogue of the pseudo-language: each text is the English in disguise (`pseudo_language`)."""

    def ugettext(self, message: str) -> str:
        return pseudo(message)

    def ungettext(self, singular: str, plural: str, number: int) -> str:
        return pseudo(singular if number == 1 else plural)

    def upgettext(self, _context: str, message: str) -> str:
        return pseudo(message)

    def unpgettext(self, _context: str, singular: str, plural: str, number: int) -> str:
        return pseudo(singular if number == 1 else plural)


class _Recorder:
    """A catalogue that records in `asked` which strings are looked up."""

    def __init__(self, translations: NullTranslations, asked: dict[CatalogueKey, None]) -> None:
        self._translations, self._asked = translations, asked

    def ugettext(self, message: str) -> Any:
        self._asked[CatalogueKey("", message)] = None
        return self._translations.ugettext(message)

    def ungettext(self, singular: str, plural: str, number: int) -> Any:
        self._asked[CatalogueKey("", singular)] = None
        return self._translations.ungettext(singular, plural, number)

    def upgettext(self, context: str, message: str) -> Any:
        self._asked[CatalogueKey(context, message)] = None
        return self._translations.upgettext(context, message)

    def unpgettext(self, context: str, singular: str, plural: str, number: int) -> Any:
        self._asked[CatalogueKey(context, singular)] = None
        return self._translations.unpgettext(context, singular, plural, number)


class RecordingCatalogues(Domain):  # type: ignore[misc]
    """The catalogues of an app, which record the strings that are looked up. `asked` contains the keys of these
    strings, in the order of their first use."""

    def __init__(self, catalogues: Catalogues) -> None:
        super().__init__()
        self._catalogues = catalogues
        self.asked: dict[CatalogueKey, None] = {}

    def get_translations(self) -> Any:
        """Return the catalogue of the current locale."""
        return _Recorder(self._catalogues.get_translations(), self.asked)


UNALTERED = Catalogues()
"""The catalogues as they are, without published wordings."""


def current_catalogues() -> Catalogues:
    """Return the catalogues of the current app."""
    return cast("Catalogues", get_babel().instance.domain_instance)


@contextmanager
def using(domain: Domain) -> Iterator[None]:
    """Within the block, look messages up in `domain`. Outside an app, do nothing."""
    if not has_app_context():
        yield
        return
    before = get_domain()
    domain.as_default()
    try:
        yield
    finally:
        before.as_default()


@cache
def catalogue(locale: Locale | None) -> NullTranslations:
    """Return the catalogue of a locale, without published wordings. Each catalogue is read once in a process."""
    if locale == PSEUDO_LOCALE:
        return _Pseudo()
    return Translations.load(FOLDER, [locale], MESSAGES) if locale else NullTranslations()


@cache
def strings(language: str) -> Mapping[str, CatalogueString]:
    """Return all strings of the interface with their texts in a language. A mapping key is `CatalogueKey.code`.

    The texts come from the language's catalogue. English has no catalogue: the English of the strings is read from the
    catalogue of another language.
    """
    path = FOLDER / language / "LC_MESSAGES" / f"{MESSAGES}.mo"
    if language == ENGLISH:
        path = min(FOLDER.glob(f"*/LC_MESSAGES/{MESSAGES}.mo"))
    found = (_string(*entry) for entry in _entries(path.read_bytes()))
    named = ((replace(one, forms=one.english) if language == ENGLISH else one) for one in found)
    return {one.key.code: one for one in named if one.key.english}


@cache
def form_examples(language: str) -> tuple[tuple[int, ...], ...]:
    """Return for each plural form of a language at most MOST_EXAMPLES numbers that take the form. The numbers of
    COUNTED are tried first, then 0."""
    plural = catalogue(Locale.parse(language)).plural
    numbers: dict[int, list[int]] = {}
    for number in (*COUNTED, 0):
        numbers.setdefault(plural(number), []).append(number)
    return tuple(tuple(numbers.get(form, ())[:MOST_EXAMPLES]) for form in range(max(numbers) + 1))


def _language(locale: Locale | None) -> str:
    return "" if locale is None or locale == PSEUDO_LOCALE else str(locale.language)


def _with(translations: NullTranslations, published: Published) -> NullTranslations:
    if not published:
        return translations
    made = Translations()
    made.__dict__.update(translations.__dict__)
    made._catalog = dict(translations._catalog)
    for key, forms in published.items():
        is_counted = (key.entry, 0) in translations._catalog
        names = [(key.entry, number) for number in range(len(forms))] if is_counted else [key.entry]
        made._catalog.update(zip(names, forms, strict=True))
    return made


def _entries(content: bytes) -> Iterator[tuple[str, str]]:
    """Yield pairs of original and translation of a compiled catalogue."""
    _, _, number, originals, translations = struct.unpack_from(HEADER_NUMBERS, content)
    for at in range(0, number * ENTRY_BYTES, ENTRY_BYTES):
        original, translation = (
            content[start : start + length].decode()
            for length, start in (
                struct.unpack_from(ENTRY_NUMBERS, content, table + at) for table in (originals, translations)
            )
        )
        yield original, translation


def _string(original: str, translation: str) -> CatalogueString:
    context, _, english = original.rpartition(AFTER_CONTEXT)
    texts = tuple(english.split(BETWEEN_FORMS))
    return CatalogueString(CatalogueKey(context, texts[0]), texts, tuple(translation.split(BETWEEN_FORMS)))
