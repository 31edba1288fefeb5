"""Reads JSON bodies. A faulty body is refused as a whole, with a message for each faulty field.

A body is first checked against its schema. Then the form of the web page checks the texts that people type.
"""

import json
from collections.abc import Callable, Iterable, Iterator, Mapping
from itertools import islice
from typing import Any

from flask import request
from flask_babel import gettext
from flask_babel import lazy_gettext as _l
from jsonschema import Draft202012Validator, ValidationError
from jsonschema.validators import extend
from werkzeug.datastructures import MultiDict

from directory.api.document.operations import Schema
from directory.errors import BodyRefused, BodyUnreadable, InvalidInput
from directory.forms import Form
from directory.web.request_validation import NOT_JSON, NUL, nfc_normalized

# The most levels of nesting and the most values in a body. No body that fits a schema of the API reaches them.
MOST_DEPTH, MOST_VALUES = 20, 50_000
# The most faults in one answer, and the most characters of the path of a fault.
MOST_FAULTS, LONGEST_PLACE_CHARACTERS = 100, 200
MISSING = _l("Fill in this field.")
UNKNOWN = _l("There is no such field here.")
WORDS = {"enum": _l("Choose from the list."), "const": _l("Choose from the list."), "minLength": MISSING}
OTHERWISE = _l("This value has another form than the document of the API says.")


def read_body(schema: Schema) -> dict[str, Any]:
    """Return the object in the request's body, with texts in NFC and with the schema's default values.

    Raises BodyUnreadable if the content type is not JSON. Raises InvalidInput if the body is not valid JSON or contains
    a NUL character. Raises BodyRefused if the body is too deep, has too many values or does not fit the schema.
    """
    if request.mimetype != "application/json":
        raise BodyUnreadable
    body: dict[str, Any] = _parsed(request.get_data())
    require_fit(schema, body)
    given = {name: one["default"] for name, one in schema["properties"].items() if "default" in one}
    return given | body


def require_fit(schema: Schema, value: Any, at: str = "") -> None:
    """Raise BodyRefused if a value does not fit a schema. The error names at most MOST_FAULTS faults, each with its
    path. `at` is the path of the value in the body."""
    errors: dict[str, list[Any]] = {}
    faults = (one for error in _Validator(schema).iter_errors(value) for one in _told(error))
    for place, words in islice(faults, MOST_FAULTS):
        told = errors.setdefault("/".join(filter(None, [at, *place]))[:LONGEST_PLACE_CHARACTERS], [])
        told.extend([] if words in told else [words])
    if errors:
        raise BodyRefused(errors)


def _after(bound: str, rule: Callable[..., Any]) -> Callable[..., Any]:
    """Return a rule like `rule` that skips values which are too long, since checking such values may be costly. The
    rule of the keyword `bound`, such as `maxLength`, refuses these values anyway."""

    def judged(validator: Any, value: Any, instance: Any, schema: Schema) -> Iterable[ValidationError]:
        is_over = isinstance(instance, _SIZED) and len(instance) > schema.get(bound, len(instance))
        return () if is_over else rule(validator, value, instance, schema) or ()

    return judged


_SIZED = (str, list, dict)
_COSTLY = {
    "maxItems": ("items", "uniqueItems"),
    "maxLength": ("pattern", "enum", "const"),
    "maxProperties": ("propertyNames", "additionalProperties"),
}
_Validator = extend(
    Draft202012Validator,
    {name: _after(bound, Draft202012Validator.VALIDATORS[name]) for bound, names in _COSTLY.items() for name in names},
)


def body_as_form_data(body: Mapping[str, Any]) -> MultiDict[str, str]:
    """Return a body as form data. True becomes `1`. A list becomes several values of one field. Null and false are left
    out."""
    sent: MultiDict[str, str] = MultiDict()
    for name, value in body.items():
        for one in value if isinstance(value, list) else [value]:
            if one is not None and one is not False:
                sent.add(name, "1" if one is True else str(one))
    return sent


def require_valid(form: Form) -> None:
    """Raise BodyRefused with the form's messages if the form is not valid."""
    if not form.validate():
        raise BodyRefused({name or "": messages for name, messages in form.errors.items()})


def _parsed(sent: bytes) -> Any:
    try:
        body = json.loads(sent.decode(), parse_constant=_refuse_constant)
        texts = "".join(_texts_in(body))
        # JSON can contain half a character (a lone surrogate); pages and databases cannot.
        texts.encode()
    except NOT_JSON as error:
        raise InvalidInput(gettext("The body is no JSON in UTF-8.")) from error
    if NUL in texts:
        raise InvalidInput(gettext("Leave out characters that cannot be seen."))
    return _composed(body)


def _composed(value: Any) -> Any:
    if isinstance(value, dict):
        return {nfc_normalized(name): _composed(one) for name, one in value.items()}
    if isinstance(value, list):
        return [_composed(one) for one in value]
    return nfc_normalized(value) if isinstance(value, str) else value


def _refuse_constant(name: str) -> None:
    raise ValueError(f"{name} is no JSON.")


def _texts_in(body: Any) -> list[str]:
    found, level, values = [], [body], 0
    for _depth in range(MOST_DEPTH):
        values += len(level)
        if values > MOST_VALUES:
            break
        found += [name for one in level if isinstance(one, dict) for name in one]
        found += [one for one in level if isinstance(one, str)]
        level = [inner for one in level if isinstance(one, dict | list) for inner in _inner(one)]
        if not level:
            return found
    raise BodyRefused({"": [OTHERWISE]})


def _inner(value: dict[str, Any] | list[Any]) -> Iterable[Any]:
    return value.values() if isinstance(value, dict) else value


def _told(error: ValidationError) -> Iterator[tuple[list[str], Any]]:
    place = [str(part) for part in error.absolute_path]
    if error.validator == "required":
        yield from (([*place, name], MISSING) for name in error.validator_value if name not in error.instance)
    elif error.validator == "additionalProperties":
        known = error.schema.get("properties", {})
        yield from (([*place, name], UNKNOWN) for name in error.instance if name not in known)
    elif error.validator == "maxLength":
        # The forms show the same message.
        yield place, gettext("Write at most %(max)d characters.") % {"max": error.validator_value}
    else:
        yield place, WORDS.get(str(error.validator), OTHERWISE)
