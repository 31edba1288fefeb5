"""Converts the values of a row to form fields and back."""

import re
from collections.abc import Iterable, Mapping
from typing import Any

from sqlalchemy import Boolean, Date, Integer

from directory import i18n
from directory.models import Entry
from directory.models.types import Codes
from directory.proposals.editable_columns import AUDIENCE, ORIGINAL, EditableColumn, Values, editable_columns
from directory.web.request_validation import nfc_normalized

Raw = Mapping[str, list[str]]

# Columns whose editor does not follow from the type of their value.
EDITORS = {"value": "text", AUDIENCE: "select", "network_key": "select", "publishes_contacts_at_once": "check"}
LINES = ("zones", "texts")
# The end of the name of a field in which further codes are typed, beside a list of choices.
FURTHER = "+"
# The most values of one field, and the most languages of one text. The longest list of choices has eighty entries.
MOST_VALUES = 100
# The rest of a longer text becomes one line, which is refused because it contains line ends.
MOST_LINES = 2 * MOST_VALUES
# The numbers that both databases can store.
NUMBER = re.compile(r"[0-9]{1,9}")


def editor_of(column: EditableColumn) -> str:
    """Return the kind of input of a column, such as `text`, `date` or `select`."""
    holds = column.detail.holds if column.detail is not None else ""
    if column.name in EDITORS:
        return EDITORS[column.name]
    if column.is_text:
        return "texts"
    if isinstance(column.column.type, Codes):
        # Checkboxes have no order.
        is_listed = holds in LINES or (column.detail is not None and column.detail.is_ordered)
        return "lines" if is_listed else "languages" if holds == "languages" else "choices"
    for kind, editor in ((Date, "date"), (Integer, "number"), (Boolean, "check")):
        if isinstance(column.column.type, kind):
            return editor
    return "select" if holds == "code" or column.column.foreign_keys else "text"


def field_name(row: int, detail: str) -> str:
    """Return the name of the form field for a detail of row number `row`."""
    return f"{row}-{detail}"


def values_to_form_data(row: int, model: type[Entry], values: Values) -> dict[str, list[str]]:
    """Return the form data for the values of row number `row`."""
    sent: dict[str, list[str]] = {}
    for detail, value in values.items():
        column = editable_columns(model)[detail.partition(".")[0]]
        name, editor = field_name(row, detail), editor_of(column)
        if isinstance(value, list):
            sent[name] = ["\n".join(value)] if editor == "lines" else list(value)
        else:
            sent[name] = ["1"] if editor == "check" else [str(value)]
    return sent


def values_from_form_data(row: int, model: type[Entry], names: Iterable[str], raw: Raw) -> dict[str, Any]:
    """Read the values of row number `row` from the submitted fields, without empty values. `names` are the columns to
    read."""
    values: dict[str, Any] = {}
    for name in names:
        column = editable_columns(model)[name]
        if column.is_text:
            values |= _gather_texts(row, name, raw)
        else:
            values[name] = _gather(column, field_name(row, name), raw)
    return {detail: value for detail, value in values.items() if value}


def clean(text: str) -> str:
    """Return a typed text with normalized letters and line ends, without surrounding spaces."""
    return nfc_normalized(text).replace("\r\n", "\n").strip()


def one(raw: Raw, name: str) -> str:
    """Return the first value of a field, cleaned, or "" if the field is empty."""
    return clean(next(iter(raw.get(name, ())), ""))


def typed_lines(raw: Raw, name: str) -> str:
    """Return the lines of a field as one text, cleaned. In forms saved long ago, each line is a value of its own."""
    return "\n".join(map(clean, raw.get(name, ())))


def _gather_texts(row: int, name: str, raw: Raw) -> dict[str, Any]:
    start = f"{field_name(row, name)}."
    languages = [sent[len(start) :] for sent in raw if sent.startswith(start)]
    known = [code for code in languages if code == ORIGINAL or re.fullmatch(r"[A-Za-z0-9-]{2,35}", code)]
    texts = {f"{name}.{code}": text for code in known if (text := one(raw, f"{start}{code}"))}
    original = texts.pop(f"{name}.{ORIGINAL}", "")
    if not texts:
        return {}
    filled = [detail.partition(".")[2] for detail in texts]
    return texts | {f"{name}.{ORIGINAL}": original if original in filled else _likely(filled)}


def _likely(languages: list[str]) -> str:
    return i18n.DEFAULT if i18n.DEFAULT in languages else languages[0]


def _gather(column: EditableColumn, name: str, raw: Raw) -> Any:
    editor = editor_of(column)
    if editor == "lines":
        lines = typed_lines(raw, name).split("\n", MOST_LINES)
        return list(dict.fromkeys(filter(None, map(str.strip, lines))))
    if editor in ("choices", "languages"):
        further = re.split(r"[\s,;]+", one(raw, f"{name}{FURTHER}"))
        return list(dict.fromkeys(filter(None, (*map(clean, raw.get(name, ())), *further))))
    if editor == "check":
        return bool(one(raw, name))
    text = one(raw, name)
    return int(text) if editor == "number" and NUMBER.fullmatch(text) else text
