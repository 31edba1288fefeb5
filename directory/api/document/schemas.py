"""The schemas of entries in the OpenAPI document, made from models, vocabularies and shapes (`api.entries.shapes`)."""

from typing import Any

from sqlalchemy import Date, Integer

from directory.api.document.operations import Schema, ref
from directory.api.entries.list_options import HEAD, WITH_CONTACTS
from directory.api.entries.readings import LABELLED
from directory.api.entries.shapes import SHAPES, EntryShape
from directory.models import ContactDetail, Entry, details_of
from directory.models.details import DeclaredDetail
from directory.models.types import Codes, TextsType
from directory.vocabulary import CONFIDENCES, FRESHNESS, LAW_STATUSES, Vocabulary

TEXT: Schema = {"type": "string"}
OPTIONAL_TEXT: Schema = {"type": ["string", "null"]}
OPTIONAL_DATE: Schema = {"type": ["string", "null"], "format": "date"}
UPDATED_AT: Schema = {
    "type": ["string", "null"],
    "format": "date-time",
    "description": "When something that everyone may read of it last changed. Absent inside other entries.",
}
WARNINGS: Schema = {"type": "array", "items": TEXT, "description": "What the answer may lack, in words."}


def entry_schemas() -> dict[str, Schema]:
    """Return the schemas of all kinds of entry and their parts, by name: one for the whole entry, one for its short
    form."""
    schemas: dict[str, Schema] = {}
    for kind, shape in SHAPES.items():
        for part in shape.part_models().values():
            schemas[schema_name(part)] = _part(part)
        schemas[schema_name(shape.model)] = _whole(kind, shape)
        schemas[_short_name(kind)] = _short(kind, shape)
    return schemas


def schema_name(model: type[Entry]) -> str:
    """Return the name of the schema for a kind of entry, such as FocalPoint for `focal_point`."""
    return _camel(model.KIND)


def closed_object(properties: dict[str, Schema], required: list[str] | None = None) -> Schema:
    """Return the schema of an object with these members and no others. By default, all members are required."""
    names = list(properties) if required is None else required
    return {"type": "object", "properties": properties, "required": names, "additionalProperties": False}


def _camel(kind: str) -> str:
    return "".join(word.capitalize() for word in kind.split("_"))


def _short_name(kind: str) -> str:
    return f"{_camel(kind)}InList"


def _whole(kind: str, shape: EntryShape) -> Schema:
    parts = {name: array(schema_name(model)) for name, model in shape.part_models().items()}
    related = {name: array(_short_name(other)) for name, other in shape.related.items()}
    computed = {name: ref(schema) for name, schema in shape.computed.items()}
    # A list of whole entries leaves out gathered parts, related lists and what is computed for one entry.
    required = [*head(kind), "details", *shape.parts]
    own = {"details": _details(shape.model), "warnings": WARNINGS, "updated_at": UPDATED_AT}
    return closed_object(head(kind) | own | computed | parts | related, required)


def _part(model: type[Entry]) -> Schema:
    own = {"kind": {"const": model.KIND}, "id": TEXT, "details": _details(model)}
    # Only the answer about a desk says how its lines were tested.
    tested = {"last_test": {"anyOf": [ref("LastTest"), {"type": "null"}]}} if model is ContactDetail else {}
    return closed_object(own | tested, list(own))


def _short(kind: str, shape: EntryShape) -> Schema:
    declared = {one.name: _value(one) for one in details_of(shape.model)}
    parts = shape.part_models()
    values = {name: declared[name] for name in shape.short}
    for name, detail in shape.short_parts.items():
        [found] = [one for one in details_of(parts[name]) if one.name == detail]
        values[name] = {"type": "array", "items": _value(found)}
    values |= {"confidence": ref("Confidence"), "updated_at": UPDATED_AT}
    if kind in WITH_CONTACTS:
        values["contacts"] = array(schema_name(ContactDetail)) | {"description": "With `include=contacts`."}
    # With `fields`, an item lacks any of the others.
    return closed_object(head(kind) | values, list(HEAD))


def head(kind: str) -> dict[str, Schema]:
    """Return the schemas of the members with which the JSON of every entry begins, by name."""
    return {
        "kind": {"const": kind},
        "id": TEXT,
        "name": TEXT | {"description": "In the language of the answer, or the nearest that there is."},
        "jurisdiction": {"type": ["string", "null"], "description": "ISO 3166-1 code."},
        "url": TEXT | {"description": "Address of the page, without the host."},
    }


def source_members() -> dict[str, Schema]:
    """Return the schemas of the members that say where a value is from, by name."""
    return {
        "source": OPTIONAL_TEXT | {"description": "The first of `sources`."},
        "sources": {"type": "array", "items": TEXT},
        "source_date": OPTIONAL_TEXT | {"description": "As the source prints it."},
        "confidence": ref("Confidence"),
        "verified_on": OPTIONAL_DATE,
        "verified_by": OPTIONAL_TEXT | {"description": "The office that verified it, never a person."},
        "due_on": OPTIONAL_DATE | {"description": "When it is to be verified again."},
        "freshness": ref("Freshness"),
    }


def code_schemas() -> dict[str, Schema]:
    """Return the schemas of the codes that stand beside every value, by name."""
    return {
        "Confidence": TEXT | {"enum": list(CONFIDENCES), "description": _words_of(CONFIDENCES)},
        "Freshness": TEXT | {"enum": list(FRESHNESS), "description": _words_of(FRESHNESS)},
    }


def _words_of(terms: Vocabulary[Any]) -> str:
    return "; ".join(f"{code}: {term.label}" for code, term in terms.items())


def array(name: str) -> Schema:
    """Return the schema of a list whose items have the schema `name`."""
    return {"type": "array", "items": ref(name)}


def _details(model: type[Entry]) -> Schema:
    properties = {one.name: _detail(one) for one in details_of(model)}
    return closed_object(properties, []) | {
        "description": "What the caller may see; what is empty or may not be seen is absent."
    }


def _detail(declared: DeclaredDetail) -> Schema:
    properties: dict[str, Any] = {"value": _value(declared)}
    if isinstance(declared.column_type, TextsType):
        texts = {"type": "object", "additionalProperties": ref("Wording")}
        properties |= {"language": TEXT, "original_language": TEXT, "texts": texts}
    elif declared.detail.holds in LABELLED and isinstance(declared.column_type, Codes):
        properties["labels"] = {"type": "array", "items": TEXT}
    elif declared.detail.holds in LABELLED:
        properties["label"] = TEXT
    if declared.detail.holds == "legislation":
        properties["law_status"] = {
            "enum": [*LAW_STATUSES, None],
            "description": "Whether the law is in force; null if that is not known.",
        }
    if declared.detail.holds == "contact":
        properties["is_domestic"] = {
            "type": "boolean",
            "description": "Whether a phone or fax number has no country code and is dialled inside the country only.",
        }
    return closed_object(properties | source_members()) | {"description": str(declared.detail.label)}


def _value(declared: DeclaredDetail) -> Schema:
    one = dict(TEXT)
    if declared.detail.vocabulary is not None:
        one["enum"] = list(declared.detail.vocabulary)
    if isinstance(declared.column_type, Date):
        one["format"] = "date"
    if isinstance(declared.column_type, Integer):
        one = {"type": "integer"}
    return {"type": "array", "items": one} if isinstance(declared.column_type, Codes) else one
