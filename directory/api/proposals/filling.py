"""Fills in the form of an entry from the body of a proposal, and reports faults by their paths in this body."""

from collections.abc import Iterator, Mapping
from typing import Any

from flask_babel import lazy_gettext as _l

from directory.api.bodies import UNKNOWN, require_fit
from directory.api.document.operations import Schema
from directory.api.proposals.bodies import GIVEN, changes_of, part_schema
from directory.errors import BodyRefused
from directory.models import Entry
from directory.proposals.editable_columns import EditableColumn, editable_columns
from directory.proposals.entry_parts import PARTS, part_of
from directory.proposals.field_types import editor_of, field_name
from directory.proposals.forms import ROOT, EntryForm, take_step

WHOLE_ROWS = _l("This part of an entry can be added and removed, not changed: remove it and add the right one.")
NO_PART: Schema = {"type": "object", "properties": {"kind": {"enum": []}}, "required": ["kind"]}
# A mapping from the name of a field in the form to its name in the body.
PLACES = {"source": "sources", "verified": "verified", "source_date": "source_date", "confidence": "confidence"}


def fill(form: EntryForm, body: Mapping[str, Any]) -> dict[str, str]:
    """Write the changes in a body into a form. Return a mapping from the number of each row in the form to the row's
    path in the body, such as `parts/0/values`.

    Raises BodyRefused if the body does not fit its schema or names a part that is not in the form, and if the caller
    cannot change or may not read one of the values.
    """
    require_fit(changes_of(form.model, is_new="kind" in body, parts={"type": "object"}), body)
    for index, part in enumerate(body.get("parts", ())):
        known = part_of(form.model, str(part.get("kind")))
        require_fit(part_schema(known) if known else NO_PART, part, f"parts/{index}")
    _set_given(form, "", body)
    form.raw["note"] = [body["note"]] if "note" in body else form.raw.get("note", [])
    _set_values(form, ROOT, form.model, body.get("values", {}), "values")
    places = {str(ROOT): "values"}
    for index, part in enumerate(body.get("parts", ())):
        number = _set_part(form, part, f"parts/{index}")
        places[str(number)] = f"parts/{index}/values"
    return places


def errors_in_body(faults: Mapping[str, Any], places: Mapping[str, str]) -> dict[str, list[Any]]:
    """Return a mapping from a path in the body to the messages about the value there. `faults` maps names of the form's
    fields to messages. `places` is the result of `fill`."""
    return {_place(name, places): [message] for name, message in faults.items()}


def _set_part(form: EntryForm, part: Mapping[str, Any], at: str) -> int:
    [known] = [one for one in PARTS[form.model] if part["kind"] == one.model.KIND]
    number = _row_of(form, part) if "id" in part else take_step(form, "add", part["kind"])
    if number is None:
        raise BodyRefused({f"{at}/id": [UNKNOWN]})
    if "remove" in part:
        take_step(form, "remove", str(number))
        return number
    if "id" in part and known.is_whole:
        raise BodyRefused({f"{at}/values": [WHOLE_ROWS]})
    if "id" in part:
        take_step(form, "open", str(number))
    _set_given(form, f"{number}::", part)
    _set_values(form, number, known.model, part["values"], f"{at}/values")
    return number


def _row_of(form: EntryForm, part: Mapping[str, Any]) -> int | None:
    rows = (row for row in form.rows() if row.number != ROOT)
    return next((row.number for row in rows if (row.model.KIND, row.key) == (part["kind"], part["id"])), None)


def _set_given(form: EntryForm, start: str, said: Mapping[str, Any]) -> None:
    if not any(name in said for name in GIVEN):
        return
    form.raw[f"{start}source"] = ["\n".join(said.get("sources", ()))]
    form.raw[f"{start}source_date"] = [said.get("source_date", "")]
    form.raw[f"{start}confidence"] = [said.get("confidence", "")]
    form.raw[f"{start}verified"] = ["1"] if said.get("verified") else []


def _set_values(form: EntryForm, number: int, model: type[Entry], values: Mapping[str, Any], at: str) -> None:
    shown = form.row(number).names
    hidden = [name for name in values if name not in shown]
    if hidden:
        raise BodyRefused({f"{at}/{name}": [UNKNOWN] for name in hidden})
    for name, value in values.items():
        column = editable_columns(model)[name]
        for detail, typed in _typed(form, number, column, value):
            form.raw[field_name(number, detail)] = typed


def _typed(form: EntryForm, number: int, column: EditableColumn, value: Any) -> Iterator[tuple[str, list[str]]]:
    if column.is_text:
        start = field_name(number, f"{column.name}.")
        languages = value or dict.fromkeys(name.removeprefix(start) for name in form.raw if name.startswith(start))
        yield from ((f"{column.name}.{language}", [text or ""]) for language, text in languages.items())
    elif isinstance(value, list):
        yield column.name, ["\n".join(value)] if editor_of(column) == "lines" else value
    elif isinstance(value, bool):
        yield column.name, ["1"] if value else []
    else:
        yield column.name, ["" if value is None else str(value)]


def _place(name: str, places: Mapping[str, str]) -> str:
    """Return the path in the body for a field of the form. If row 3 is part 0, `3-name.en` gives
    `parts/0/values/name/en`."""
    number, dash, detail = name.partition("-")
    if dash and number in places:
        return f"{places[number]}/{detail.replace('.', '/')}"
    *of_row, said = name.split(":")
    row = places.get(of_row[0], "") if of_row else ""
    return "/".join(filter(None, [row.removesuffix("values").strip("/"), PLACES.get(said, said)]))
