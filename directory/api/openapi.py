"""`openapi.json`: the document that describes this API, assembled from what each resource declares."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, Response
from flask_babel import force_locale

from directory.api import (
    atlas,
    authorities,
    changes,
    focal_points,
    joint_investigation,
    jurisdictions,
    legislation,
    measures,
    networks,
    search,
    treaties,
)
from directory.api.answers import entry_answer
from directory.api.atlas_schemas import atlas_schemas
from directory.api.frame import frame_schemas
from directory.api.joint_answer import joint_schemas
from directory.api.operations import Operation, Parameter, Schema, ref
from directory.api.schemas import entry_schemas
from directory.errors import problem_for
from directory.i18n import DEFAULT

RESOURCES = (
    search,
    jurisdictions,
    authorities,
    focal_points,
    networks,
    treaties,
    measures,
    legislation,
    atlas,
    joint_investigation,
    changes,
)
ABOUT = (
    "Authorities for mutual legal assistance, what they require, and where each detail comes from. "
    "Whatever no source supports says so in `confidence`."
)
TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": "A token of an account adds what that person may read. Without one you read as a visitor.",
}
# A token that is worth nothing is told so, whatever is asked for; so is a caller who reads too much.
OF_EVERY_OPERATION = (401, 429)
blueprint = Blueprint("api_openapi", __name__)
OPERATIONS = (Operation("/openapi.json", "getDocument", "This document.", {"type": "object"}, is_entry=True),)


@blueprint.get("/openapi.json")
def document() -> Response:
    """Return the document, always in English."""
    with force_locale(DEFAULT):
        return entry_answer(describe(), DEFAULT)


def describe() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of all resources."""
    operations = [*OPERATIONS, *(one for resource in RESOURCES for one in resource.OPERATIONS)]
    return {
        "openapi": "3.1.0",
        "info": {"title": "Counterpart", "version": "1", "description": ABOUT},
        "servers": [{"url": "/api/v1"}],
        "paths": {one.path: {"get": _operation(one)} for one in operations},
        "components": {
            "schemas": frame_schemas() | entry_schemas() | atlas_schemas() | joint_schemas(),
            "securitySchemes": {"token": TOKEN},
        },
        "security": [{}, {"token": []}],
    }


def _operation(one: Operation) -> dict[str, Any]:
    return {
        "operationId": one.name,
        "summary": one.summary,
        "parameters": [_parameter(parameter) for parameter in one.all_parameters()],
        "responses": {"200": _answer(one)} | _unchanged(one) | _problems((*one.errors, *OF_EVERY_OPERATION)),
    }


def _parameter(parameter: Parameter) -> dict[str, Any]:
    described: dict[str, Any] = {
        "name": parameter.name,
        "in": parameter.where,
        "required": parameter.where == "path" or parameter.is_required,
        "description": str(parameter.description),
        "schema": parameter.schema,
    }
    if parameter.example is not None:
        described["example"] = parameter.example
    return described


def _answer(one: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "description": one.summary,
        "content": {"application/json": {"schema": one.answer}},
    }
    if one.is_entry:
        described["headers"] = {"ETag": {"description": "Changes when the answer does.", "schema": {"type": "string"}}}
    return described


def _unchanged(one: Operation) -> dict[str, Any]:
    return {"304": {"description": "The caller has this answer already."}} if one.is_entry else {}


def _problems(statuses: Iterable[int]) -> dict[str, Schema]:
    return {
        str(status): {
            "description": str(problem_for(status).title),
            "content": {"application/problem+json": {"schema": ref("Problem")}},
        }
        for status in statuses
    }
