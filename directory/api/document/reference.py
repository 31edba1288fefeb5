"""The operations as the page that explains the API describes them. The descriptions are made from the declarations."""

import json
from collections.abc import Iterator
from dataclasses import dataclass

from flask_babel import force_locale

from directory.api.document.examples import BODIES
from directory.api.document.openapi import ROOT, all_operations
from directory.api.document.operations import LANGUAGE, Operation
from directory.i18n import DEFAULT


@dataclass(frozen=True)
class Argument:
    """One parameter or header of an operation. `where` is `query`, `path` or `header`. `codes` are the possible values,
    or empty if none are declared."""

    name: str
    where: str
    is_needed: bool
    about: str
    codes: tuple[str, ...]


@dataclass(frozen=True)
class OperationReference:
    """One operation on the page that explains the API. `example` is a shell command; `anchor` is the id of the HTML
    element."""

    name: str
    anchor: str
    method: str
    address: str
    summary: str
    arguments: tuple[Argument, ...]
    is_personal: bool
    status: int
    errors: tuple[int, ...]
    example: str


def entries(site: str) -> list[tuple[str, list[OperationReference]]]:
    """Return the operations, grouped by their tags, in English and in the order of the OpenAPI document. `site` is the
    origin for examples."""
    found: dict[str, list[OperationReference]] = {}
    with force_locale(DEFAULT):
        for one in all_operations():
            found.setdefault(one.tag, []).append(_entry(one, site))
    return list(found.items())


def _entry(one: Operation, site: str) -> OperationReference:
    return OperationReference(
        name=one.name,
        anchor=f"do-{one.name}",
        method=one.method.upper(),
        address=f"{ROOT}{one.path}",
        summary=one.summary,
        arguments=tuple(_arguments(one)),
        is_personal=one.is_personal,
        status=one.status,
        errors=one.all_errors(),
        example=_example(one, site),
    )


def _arguments(one: Operation) -> Iterator[Argument]:
    for parameter in one.all_parameters():
        if parameter is LANGUAGE:
            continue
        values = parameter.schema.get("items", parameter.schema).get("enum", ())
        is_needed = parameter.is_required or parameter.where == "path"
        yield Argument(parameter.name, parameter.where, is_needed, str(parameter.description), tuple(map(str, values)))


def _example(one: Operation, site: str) -> str:
    parts = [f"curl '{site}{ROOT}{one.example_address()}'"]
    if one.is_write:
        parts[0] = parts[0].replace("curl", f"curl -X {one.method.upper()}", 1)
    if one.is_personal:
        parts.append("-H 'Authorization: Bearer TOKEN'")
    if one.matches:
        parts.append("-H 'If-Match: \"VERSION\"'")
    if one.body is not None:
        parts += ["-H 'Content-Type: application/json'", f"-d '{json.dumps(BODIES[one.name])}'"]
    return " \\\n  ".join(parts)
