"""The columns of an entry that can be edited, and their flat plain values: a text has one value for each language."""

from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date
from functools import cache
from typing import Any

from sqlalchemy import Boolean, Date, Integer, inspect
from sqlalchemy.sql.elements import NamedColumn

from directory.models import Entry, Texts, details_of
from directory.models.details import Detail
from directory.models.types import NO_TEXT, Codes, TextsType, json_value
from directory.vocabulary import Audience

ORIGINAL = "original"
POSITION = "position"
AUDIENCE = "audience"
# Columns that can be edited although most models do not declare them as details.
STRUCTURE = (AUDIENCE, "network_key", "authority_key", "sheet_key", POSITION, "publishes_contacts_at_once")

Values = Mapping[str, Any]


@dataclass(frozen=True)
class EditableColumn:
    """A column that a proposal can change. `detail` is None for a column that is no detail, such as a position."""

    name: str
    column: NamedColumn[Any]
    detail: Detail | None

    @property
    def is_text(self) -> bool:
        """Whether the column stores one text in several languages."""
        return isinstance(self.column.type, TextsType)

    @property
    def is_set(self) -> bool:
        """Whether the column stores several codes whose order has no meaning.

        Time zones, names and official languages have an order. Other languages have none.
        """
        if self.detail is None or self.detail.is_ordered or not isinstance(self.column.type, Codes):
            return False
        return self.detail.vocabulary is not None or self.detail.holds == "languages"

    @property
    def is_offered(self) -> bool:
        """Whether forms have a field for the column. Other columns get their value when the row is created."""
        return self.detail is None or self.detail.is_offered


@cache
def editable_columns(model: type[Entry]) -> Mapping[str, EditableColumn]:
    """Return the editable columns of a model by name: details in their order, then the columns of STRUCTURE."""
    columns = {attribute.key: attribute.columns[0] for attribute in inspect(model).column_attrs}
    declared = {one.name: EditableColumn(one.name, columns[one.name], one.detail) for one in details_of(model)}
    structure = {n: EditableColumn(n, columns[n], None) for n in STRUCTURE if n in columns and n not in declared}
    return declared | structure


@cache
def text_columns(model: type[Entry]) -> tuple[EditableColumn, ...]:
    """Return the columns that contain texts in several languages and that forms offer."""
    return tuple(one for one in editable_columns(model).values() if one.is_text and one.is_offered)


def column_of(model: type[Entry], detail: str) -> EditableColumn | None:
    """Return the column of a detail, or of one language of a text (`name.fr`). Return None if there is no such
    column."""
    name, _, language = detail.partition(".")
    found = editable_columns(model).get(name)
    return found if found is not None and found.is_text == bool(language) else None


def flat(entry: Entry) -> dict[str, Any]:
    """Return the editable values of an entry that are not empty, keyed by detail name.

    A text has a key for each language (`name.fr`).
    """
    return {
        name: value
        for column in editable_columns(type(entry)).values()
        for name, value in flat_value(column.name, getattr(entry, column.name))
        if value
    }


def in_known_order(model: type[Entry], values: Values, known: Values) -> dict[str, Any]:
    """Return the values of a row, with unordered codes (`is_set`) in the order of the known values. New codes come
    last."""
    columns = editable_columns(model)
    sets = {name: one for name, one in values.items() if name in columns and columns[name].is_set}
    return {**values, **{name: _in_order(codes, known.get(name) or []) for name, codes in sets.items()}}


def current_value(entry: Entry, detail: str) -> Any:
    """Return the plain value of a detail, or of one language of a text (`name.fr`). Return None if it is empty."""
    name = detail.partition(".")[0]
    return dict(flat_value(name, getattr(entry, name))).get(detail) or None


def set_value(entry: Entry, detail: str, value: Any) -> None:
    """Set a detail of an entry, or one language of a text, to a plain value."""
    name, _, language = detail.partition(".")
    if language:
        setattr(entry, name, _with_language(getattr(entry, name) or NO_TEXT, language, value))
    else:
        setattr(entry, name, stored(editable_columns(type(entry))[name].column, value))


def unflat(model: type[Entry], values: Values) -> dict[str, Any]:
    """Return the column values of a new row from its plain values: the inverse of `flat`.

    A row without an audience gets the strictest audience.
    """
    made: dict[str, Any] = {AUDIENCE: Audience.COORDINATORS} if AUDIENCE in editable_columns(model) else {}
    for detail, value in values.items():
        name, _, language = detail.partition(".")
        if language:
            made[name] = _with_language(made.get(name, NO_TEXT), language, value)
        else:
            made[name] = stored(editable_columns(model)[name].column, value)
    return made


def stored(column: NamedColumn[Any], value: Any) -> Any:
    """Convert a plain value to what the column stores. None becomes the empty value of the column's type."""
    if isinstance(column.type, Codes):
        return tuple(value or ())
    if isinstance(column.type, Date):
        return date.fromisoformat(value) if value else None
    if isinstance(column.type, Boolean):
        return bool(value)
    if isinstance(column.type, Integer):
        return int(value or 0)
    return value or (None if column.nullable else "")


def original_beside(detail: str, values: Values) -> str:
    """Return the digest of the original text if `detail` is a translation (`name.fr`), otherwise "".

    `values` are the values of the row.
    """
    name, _, language = detail.partition(".")
    original = str(values.get(f"{name}.{ORIGINAL}") or "")
    if language in ("", ORIGINAL, original):
        return ""
    return Texts(original, {original: str(values.get(f"{name}.{original}") or "")}).original_digest


def is_date(value: str) -> bool:
    """Return whether a text is a date in ISO 8601, such as 2026-07-03 or 20260703."""
    try:
        date.fromisoformat(value)
    except ValueError:
        return False
    return True


def _in_order(codes: Any, known: list[str]) -> Any:
    return sorted(codes, key=lambda code: known.index(code) if code in known else len(known)) if codes else codes


def flat_value(name: str, value: Any) -> Iterator[tuple[str, Any]]:
    """Yield pairs of detail and plain value from one column. A text gives a pair for each language (`name.fr`)."""
    if isinstance(value, Texts):
        yield f"{name}.{ORIGINAL}", value.original or None
        yield from ((f"{name}.{language}", text) for language, text in value.by_language.items())
    else:
        yield name, json_value(value)


def _with_language(texts: Texts, language: str, value: str | None) -> Texts:
    if language == ORIGINAL:
        return Texts(value or "", texts.by_language) if texts or value else NO_TEXT
    others = {code: text for code, text in texts.by_language.items() if code != language}
    by_language = others | {language: value} if value else others
    if not by_language:
        return NO_TEXT
    original = texts.original or language
    return Texts(original, by_language)
