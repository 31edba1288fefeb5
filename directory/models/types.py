"""Column types: texts by language, lists of codes, instants.

The values are immutable. To change a row, assign a new value to the attribute.
"""

import hashlib
from collections.abc import Callable, Mapping
from dataclasses import dataclass, field
from datetime import date, datetime
from functools import lru_cache
from types import MappingProxyType
from typing import Any

from sqlalchemy import JSON, DateTime
from sqlalchemy.types import TypeDecorator

from directory.clock import as_utc

ENGLISH = "en"
OWN_TRANSLATION = "Counterpart (unreviewed)"
"""The translator of texts that the directory translated itself."""
CACHED_LISTS = 4096
DIGEST_CHARACTERS = 64
"""The length of a SHA-256 in hexadecimal digits."""


@dataclass(frozen=True)
class Texts:
    """One text in several languages, keyed by language code. `original` is the language in which the text was first
    written.

    If there is no text in any language, the object is false in a condition.
    """

    original: str
    by_language: Mapping[str, str] = field(default_factory=dict)

    def __post_init__(self) -> None:
        object.__setattr__(self, "by_language", MappingProxyType(dict(self.by_language)))

    def __bool__(self) -> bool:
        return bool(self.by_language)

    def __hash__(self) -> int:
        return hash((self.original, tuple(sorted(self.by_language.items()))))

    @property
    def original_digest(self) -> str:
        """The SHA-256 of the text in the original language, in hexadecimal digits."""
        return hashlib.sha256(self.by_language.get(self.original, "").encode()).hexdigest()

    @property
    def is_translated(self) -> bool:
        """Whether there is a text in a language other than the original language."""
        return not all(map(self.is_original, self.by_language))

    def is_original(self, language: str) -> bool:
        """Return whether `language` is the original language.

        Return True if no original language is known, since the first text becomes the original.
        """
        return language == (self.original or language)

    def choose(self, language: str) -> str:
        """Return the language in which a reader of `language` gets the text.

        The first of these that has a text is returned: `language`, English, the original language, any other language.
        If there is no text at all, `original` is returned.
        """
        for candidate in (language, ENGLISH, self.original, *self.by_language):
            if candidate in self.by_language:
                return candidate
        return self.original

    def text(self, language: str) -> str:
        """Return the text in the language that `choose` picks for a reader of `language`, or "" if there is none in any
        language."""
        return self.by_language.get(self.choose(language), "")


@dataclass(frozen=True)
class TranslationOrigin:
    """The origin of a translation: its source language (a code), the office that translated, and the day of
    translation."""

    language: str
    by: str
    on: date

    @property
    def is_own(self) -> bool:
        """Whether the directory itself made the translation. No lawyer has reviewed such a translation."""
        return self.by == OWN_TRANSLATION

    @classmethod
    def of(cls, row: Any) -> "TranslationOrigin | None":
        """Return the origin in the columns of a row, or None if `translated_on` is None."""
        if row.translated_on is None:
            return None
        return cls(row.translated_from or "", row.translated_by or "", row.translated_on)


class TextsType(TypeDecorator[Texts]):
    """Stores Texts as JSON: {"original": code, "texts": {code: text}}."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: Texts | None, dialect: Any) -> Any:
        """Return the JSON of `value`. A value without any text is stored as null."""
        if not value:
            return None
        return {"original": value.original, "texts": dict(sorted(value.by_language.items()))}

    def process_result_value(self, value: Any, dialect: Any) -> Texts:
        """Return a stored value as Texts. Null becomes Texts without any language."""
        if not value:
            return NO_TEXT
        return Texts(value["original"], value["texts"])


class Codes(TypeDecorator[tuple[str, ...]]):
    """Stores a tuple of texts, such as codes, in order, as a JSON list."""

    impl = JSON
    cache_ok = True

    def process_bind_param(self, value: tuple[str, ...] | None, dialect: Any) -> Any:
        """Return the list to store. None becomes an empty list."""
        return list(value or ())

    def process_result_value(self, value: Any, dialect: Any) -> tuple[str, ...]:
        """Return the codes in their stored order."""
        return tuple(value or ())

    def result_processor(self, dialect: Any, coltype: object) -> Callable[[Any], Any] | None:
        """Return the function that decodes a stored JSON list.

        The function caches its results, since the same few lists occur in most rows.
        """
        decode = super().result_processor(dialect, coltype)
        if decode is None:
            return None
        decode_once = lru_cache(maxsize=CACHED_LISTS)(decode)
        return lambda stored: decode_once(stored) if isinstance(stored, str) else decode(stored)


class Instant(TypeDecorator[datetime]):
    """Stores an instant. When an instant is read, the time zone UTC is added if the database (SQLite) stored none."""

    impl = DateTime(timezone=True)
    cache_ok = True

    def process_result_value(self, value: datetime | None, dialect: Any) -> datetime | None:
        """Return the instant with the time zone UTC, or None for null."""
        return None if value is None else as_utc(value)


NO_TEXT = Texts("")


def json_value(value: Any) -> Any:
    """Return a detail's value as a value that JSON can hold. The audit chain and proposals store this form."""
    if isinstance(value, Texts):
        return {"original": value.original, "texts": dict(sorted(value.by_language.items()))}
    if isinstance(value, date):
        return value.isoformat()
    if isinstance(value, Mapping):
        return {name: json_value(one) for name, one in value.items()}
    return [json_value(one) for one in value] if isinstance(value, tuple | list | set | frozenset) else value
