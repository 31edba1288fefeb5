"""The schemas of the request bodies that propose changes, made from the declarations of details."""

from collections.abc import Mapping

from directory.api.document.operations import DAY, Schema, ref
from directory.api.document.schemas import schema_name
from directory.models import Entry
from directory.proposals.editable_columns import EditableColumn, editable_columns
from directory.proposals.entry_parts import PARTS, EntryPart
from directory.proposals.field_types import MOST_VALUES, editor_of
from directory.vocabulary import CONFIDENCES

MOST_PARTS = 100
LONGEST = {"maxLength": 20_000}
TEXT: Schema = {"type": "string"} | LONGEST
OPTIONAL: Schema = {"type": ["string", "null"]} | LONGEST
TEXTS: Schema = {
    "type": ["object", "null"],
    "propertyNames": {"pattern": "^[A-Za-z0-9-]{2,35}$", "maxLength": 35},
    "maxProperties": MOST_VALUES,
    "additionalProperties": OPTIONAL,
    "description": "By language code; `original` is the code of the language that it was first written in.",
}
VERIFIED: Schema = {"type": "boolean", "description": "You verified this today with the office itself."}
FOLLOWS: Schema = {"type": "string", "minLength": 1, "maxLength": 24} | {
    "description": "The id of a refused proposal of yours that this one corrects."
}
SUBMIT: Schema = {"type": "boolean", "description": "Send it to those who may decide it, at once."}
GIVEN: dict[str, Schema] = {
    "sources": {"type": "array", "items": TEXT, "maxItems": 20, "description": "Addresses, or who says so."},
    "source_date": TEXT | {"description": "As the source prints it."},
    "confidence": {"type": "string", "enum": list(CONFIDENCES)},
    "verified": VERIFIED,
}
ROOTS: Mapping[str, type[Entry]] = {model.KIND: model for model in PARTS}
IDENTITY: dict[str, Schema] = {
    "kind": {"type": "string", "enum": list(ROOTS)},
    "id": TEXT | {"minLength": 1, "description": "None for a new entry."},
}
# A new proposal is checked against NEW first, since the schema of its changes depends on the kind of the entry.
NEW: Schema = {"type": "object", "properties": IDENTITY, "required": ["kind"]}
CHANGED: Schema = {"type": "object", "properties": {}}


def change_schemas() -> dict[str, Schema]:
    """Return the schemas of the request bodies that propose changes, by name: for each kind of entry one for a new
    proposal and one for a changed proposal, and one for each kind of part. `NewProposal` and `ChangedProposal` accept
    any kind."""
    new = {f"New{_name(model)}": changes_of(model, is_new=True) for model in PARTS}
    changed = {_name(model): changes_of(model, is_new=False) for model in PARTS}
    parts = {_name_of_part(part): part_schema(part) for parts in PARTS.values() for part in parts}
    return {
        **parts,
        **new,
        **changed,
        "NewProposal": {"oneOf": [ref(name) for name in new]},
        "ChangedProposal": {"anyOf": [ref(name) for name in changed]},
    }


def changes_of(model: type[Entry], *, is_new: bool, parts: Schema | None = None) -> Schema:
    """Return the schema of a body that proposes changes to an entry.

    If `is_new`, the body makes a new proposal. Such a body also has the kind of the entry, and may have the entry's id
    and the id of a refused proposal (`follows`).

    `parts` is the schema that each part must fit. By default, each part must fit one of the schemas of the model's
    parts.
    """
    identity = {**IDENTITY, "kind": {"const": model.KIND}, "follows": FOLLOWS} if is_new else {}
    of_parts = parts or {"oneOf": [ref(_name_of_part(part)) for part in PARTS[model]]}
    properties = {
        **identity,
        "values": _values(model, ""),
        **({"parts": {"type": "array", "maxItems": MOST_PARTS, "items": of_parts}} if PARTS[model] else {}),
        **GIVEN,
        "note": TEXT | {"description": "To the person who decides."},
        "submit": SUBMIT,
    }
    required = ["kind"] if is_new else []
    return {"type": "object", "properties": properties, "required": required, "additionalProperties": False}


def _name(model: type[Entry]) -> str:
    return f"{schema_name(model)}Changes"


def _name_of_part(part: EntryPart) -> str:
    # A membership is a part of two entries: as a part of its network it names a State, as a part of its State a
    # network.
    return f"{schema_name(part.model)}By{''.join(word.capitalize() for word in part.owner.split('_'))}"


def part_schema(part: EntryPart) -> Schema:
    """Return the schema of a part that is added, changed or removed with its entry."""
    properties = {
        "kind": {"const": part.model.KIND},
        "id": TEXT | {"description": "None for a new one."},
        "remove": {"const": True},
        "values": _values(part.model, part.owner),
        **GIVEN,
    }
    either = [{"required": ["values"]}, {"required": ["id", "remove"]}]
    return {
        "type": "object",
        "properties": properties,
        "required": ["kind"],
        "oneOf": either,
        "additionalProperties": False,
    }


def _values(model: type[Entry], owner: str) -> Schema:
    columns = {name: one for name, one in editable_columns(model).items() if one.is_offered and name != owner}
    properties = {name: _value(column) for name, column in columns.items()}
    return {"type": "object", "properties": properties, "additionalProperties": False}


def _value(column: EditableColumn) -> Schema:
    """Return the schema of a value. Null or an empty list removes the value."""
    editor = editor_of(column)
    vocabulary = column.detail.vocabulary if column.detail is not None else None
    if editor in ("languages", "choices", "lines"):
        items: Schema = TEXT if vocabulary is None else {"type": "string", "enum": list(vocabulary)}
        return {"type": "array", "items": items, "maxItems": MOST_VALUES}
    simple: Mapping[str, Schema] = {
        "texts": TEXTS,
        "number": {"type": ["integer", "null"], "minimum": 0, "maximum": 999_999_999},
        "check": {"type": "boolean"},
        "date": DAY | {"type": ["string", "null"]},
    }
    if editor not in simple and vocabulary is not None:
        return {"enum": [*vocabulary, None]}
    return simple.get(editor, OPTIONAL)
