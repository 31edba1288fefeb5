"""How callers choose the order and the members of the entries in a list: `sort`, `fields` and `include`.

Only public values order a list, since an order by restricted values would reveal them.
"""

from collections.abc import Collection, Mapping, Sequence
from typing import Any

from sqlalchemy import ColumnElement, func
from sqlalchemy.types import Date
from werkzeug.datastructures import MultiDict

from directory.access.gate import is_open
from directory.api.entries.shapes import SHAPES
from directory.api.entries.updates import newest_change
from directory.api.query_parameters import read_values
from directory.models import details_of
from directory.models.types import Codes

UPDATED_AT, CONTACTS = "updated_at", "contacts"
WITH_CONTACTS = ("authority", "focal_point")
BACKWARDS = "-"
HEAD = ("kind", "id", "name", "jurisdiction", "url")
"""The members that every entry in a list has, whatever `fields` names."""


def orders(kind: str) -> dict[str, ColumnElement[Any]]:
    """Return what the list of a kind can be sorted by now: the SQL expression by the name of the member. Details with
    several values, and details that are not public, are left out."""
    model, types = SHAPES[kind].model, {one.name: one.column_type for one in details_of(SHAPES[kind].model)}
    found: dict[str, ColumnElement[Any]] = {"id": model.key.expression, UPDATED_AT: newest_change(model)}
    for name in SHAPES[kind].short:
        column = getattr(model, name)
        if not isinstance(types[name], Codes) and is_open(column.is_not(None)):
            found[name] = column if isinstance(types[name], Date) else func.nullif(column, "")
    return found


def sort_codes(kind: str) -> tuple[str, ...]:
    """Return the values of the parameter `sort` of a list."""
    return tuple(code for name in orders(kind) for code in (name, f"{BACKWARDS}{name}"))


def field_codes(kind: str) -> tuple[str, ...]:
    """Return the values of the parameter `fields` of a list."""
    return (*SHAPES[kind].short, *SHAPES[kind].short_parts, "confidence", UPDATED_AT)


def read_order(kind: str, arguments: MultiDict[str, str]) -> list[ColumnElement[Any]]:
    """Return the SQL expressions by which the rows of a list are sorted, by default the key. Rows without a value come
    last. Raises InvalidInput for a member by which the list cannot be sorted."""
    model, known = SHAPES[kind].model, orders(kind)
    found: list[ColumnElement[Any]] = []
    for code in _split(arguments, "sort", sort_codes(kind)):
        value = known[code.removeprefix(BACKWARDS)]
        found += [value.is_(None), value.desc() if code.startswith(BACKWARDS) else value.asc()]
    return [*found, model.key.expression]


def read_fields(kind: str, arguments: MultiDict[str, str]) -> Collection[str] | None:
    """Return the members that the entries of a list have beside HEAD, or None for all members. Raises InvalidInput for
    a member that the entries never have."""
    return _split(arguments, "fields", field_codes(kind)) or None


def includes_contacts(kind: str, arguments: MultiDict[str, str]) -> bool:
    """Return whether the entries of a list come with their contacts. Raises InvalidInput for anything else in the
    parameter `include`."""
    return kind in WITH_CONTACTS and bool(_split(arguments, "include", (CONTACTS,)))


def chosen(items: Sequence[Mapping[str, Any]], fields: Collection[str] | None) -> list[dict[str, Any]]:
    """Return the entries of a list with the chosen members alone."""
    if fields is None:
        return [dict(item) for item in items]
    kept = {*HEAD, *fields, CONTACTS}
    return [{name: value for name, value in item.items() if name in kept} for item in items]


def _split(arguments: MultiDict[str, str], name: str, codes: Collection[str]) -> tuple[str, ...]:
    asked = [(name, value.strip()) for text in arguments.getlist(name) for value in text.split(",")]
    return read_values(MultiDict(asked), name, codes)
