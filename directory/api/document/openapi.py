"""`openapi.json`: the OpenAPI document of this API."""

from collections.abc import Callable, Iterable
from typing import Any

from flask import Blueprint, Response, current_app
from flask_babel import force_locale

from directory.api import (
    alarms,
    authorities,
    changes,
    focal_points,
    jurisdictions,
    legislation,
    measures,
    networks,
    phrases,
    requirements,
    search,
    treaties,
    verifications,
)
from directory.api.alarms import alarm_schemas
from directory.api.answers import entry_answer
from directory.api.atlas import operations as atlas
from directory.api.atlas.joint_answers import joint_schemas
from directory.api.atlas.schemas import atlas_schemas
from directory.api.consultations import operations as consultations
from directory.api.consultations.answers import consultation_schemas
from directory.api.consultations.outline_answers import outline_schemas
from directory.api.document.common_schemas import frame_schemas
from directory.api.document.examples import BODIES
from directory.api.document.operations import FLAG, Operation, Parameter, Schema, ref
from directory.api.document.schemas import TEXT, closed_object, entry_schemas
from directory.api.document.tags import TAGS
from directory.api.exercises import operations as exercises
from directory.api.exercises.answers import exercise_schemas
from directory.api.focal_points import standing_schemas
from directory.api.phrases import phrase_schemas
from directory.api.proposals import operations as proposals
from directory.api.proposals.answers import proposal_schemas
from directory.api.proposals.bodies import change_schemas
from directory.api.requests import operations as requests
from directory.api.requests.answers import request_schemas
from directory.api.rotas import operations as rotas
from directory.api.rotas.answers import rota_schemas
from directory.api.rounds import operations as rounds
from directory.api.rounds.answers import round_schemas
from directory.api.webhooks import operations as webhooks
from directory.api.webhooks.answers import webhook_schemas
from directory.errors import problem_for
from directory.i18n import DEFAULT

RESOURCES = (
    search,
    jurisdictions,
    authorities,
    focal_points,
    networks,
    phrases,
    treaties,
    measures,
    requirements,
    legislation,
    atlas,
    changes,
    proposals,
    verifications,
    rotas,
    alarms,
    consultations,
    exercises,
    webhooks,
    requests,
    rounds,
)
SCHEMAS: tuple[Callable[[], dict[str, Schema]], ...] = (
    frame_schemas,
    entry_schemas,
    atlas_schemas,
    joint_schemas,
    proposal_schemas,
    change_schemas,
    rota_schemas,
    alarm_schemas,
    standing_schemas,
    consultation_schemas,
    phrase_schemas,
    outline_schemas,
    exercise_schemas,
    webhook_schemas,
    request_schemas,
    round_schemas,
)
OF_EVERY_ANSWER = ("RateLimit", "RateLimit-Policy")
ROOT = "/api/v1"
HEADERS = {
    "ETag": {"description": "Changes when the answer does.", "schema": {"type": "string"}},
    "Link": {
        "description": "The addresses of the pages first, prev, next and last, or of the next part (RFC 8288).",
        "schema": {"type": "string"},
    },
    "Location": {"description": "Where what was made stands.", "schema": {"type": "string"}},
    "RateLimit": {"description": "How many requests are left, and for how long.", "schema": {"type": "string"}},
    "RateLimit-Policy": {"description": "How many a minute there are.", "schema": {"type": "string"}},
}
TITLE, VERSION = "Counterpart", "1"
READERS_OF = {
    (False, False): "Open to everyone; with a token, as far as its person may read.",
    (True, False): "Needs a token.",
    (True, True): "Needs a token that is read and write.",
}
ABOUT = (
    "Authorities for mutual legal assistance, what they require, and where each detail comes from. "
    "Whatever no source supports says so in `confidence`."
)
TOKEN = {
    "type": "http",
    "scheme": "bearer",
    "description": "A token of an account adds what that person may read. Without one you read as a visitor.",
}
blueprint = Blueprint("api_openapi", __name__)
OPERATIONS = (
    Operation("/", "getIndex", "What there is to read: each address without parts that vary.", ref("Index")),
    Operation("/openapi.json", "getDocument", "This document.", {"type": "object"}),
)


@blueprint.get("/openapi.json")
def document() -> Response:
    """Return the OpenAPI document, which is always in English."""
    with force_locale(DEFAULT):
        return entry_answer(describe(), DEFAULT)


@blueprint.get("/", strict_slashes=False)
def index() -> Response:
    """Return the addresses that can be read without knowing a key, always in English."""
    with force_locale(DEFAULT):
        return entry_answer(_index(), DEFAULT)


def _index() -> dict[str, Any]:
    reads = [one for one in all_operations() if not one.is_write and "{" not in one.path]
    return {
        "title": TITLE,
        "version": VERSION,
        "description": ABOUT,
        "openapi": f"{ROOT}/openapi.json",
        "guide": f"/{DEFAULT}/api",
        "items": [
            {
                "id": one.name,
                "url": f"{ROOT}{one.path}",
                "summary": one.summary,
                "parameters": [found.name for found in one.all_parameters() if found.where == "query"],
                "needs_token": one.is_personal,
            }
            for one in reads
        ],
    }


def index_schemas() -> dict[str, Schema]:
    """Return the schema of the index, by its name."""
    item = {"id": TEXT, "url": TEXT, "summary": TEXT, "parameters": {"type": "array", "items": TEXT}}
    members = dict.fromkeys(("title", "version", "description", "openapi", "guide"), TEXT)
    items = {"type": "array", "items": closed_object(item | {"needs_token": FLAG})}
    return {"Index": closed_object(members | {"items": items})}


def page_schemas() -> dict[str, Schema]:
    """Return the schemas of pages of lists, by their titles. Generators of clients name a type by the name here, and
    give none to a schema that stands in its operation."""
    answers = (one.answer for one in all_operations() if one.answer is not None)
    return {answer["title"]: answer for answer in answers if "title" in answer}


OWN_SCHEMAS = (index_schemas, page_schemas)


def describe() -> dict[str, Any]:
    """Return the OpenAPI 3.1 document of all resources, in the language of the request."""
    paths: dict[str, dict[str, Any]] = {}
    for one in all_operations():
        paths.setdefault(one.path, {})[one.method] = _operation(one)
    return {
        "openapi": "3.1.0",
        "info": {
            "title": TITLE,
            "version": VERSION,
            "description": ABOUT,
            "contact": {"name": TITLE, "url": f"{current_app.config['SETTINGS'].site_address}/{DEFAULT}/api"},
        },
        "servers": [{"url": ROOT}],
        "tags": [{"name": name, "description": words} for name, words in TAGS.items()],
        "paths": paths,
        "components": {
            "schemas": {name: schema for part in (*SCHEMAS, *OWN_SCHEMAS) for name, schema in part().items()},
            "headers": HEADERS,
            "securitySchemes": {"token": TOKEN},
        },
        "security": [{}, {"token": []}],
    }


def all_operations() -> list[Operation]:
    """Return all operations: first the operations of this module, then the operations of the resources in the order of
    RESOURCES."""
    return [*OPERATIONS, *(one for resource in RESOURCES for one in resource.OPERATIONS)]


def _operation(one: Operation) -> dict[str, Any]:
    described: dict[str, Any] = {
        "operationId": one.name,
        "tags": [one.tag],
        "summary": one.summary,
        "description": f"{one.summary} {READERS_OF[one.is_personal, one.is_write]}",
        "parameters": [_parameter(parameter) for parameter in one.all_parameters()],
        "responses": {str(one.status): _answer(one)} | _unchanged(one) | _problems(one.all_errors()),
    }
    if one.body is not None:
        sent = {"schema": one.body, "example": BODIES[one.name]}
        described["requestBody"] = {"required": True, "content": {"application/json": sent}}
    if one.is_personal:
        described["security"] = [{"token": []}]
    if one.sends:
        described["callbacks"] = {"event": {"{$request.body#/url}": {"post": _event(one)}}}
    return described


def _event(one: Operation) -> dict[str, Any]:
    """Return the description of the request that the site sends to the address in the body of an operation."""
    words = "The site sends this, and sends it again until the answer has a status from 200 to 299."
    return {
        "operationId": "receiveEvent",
        "tags": [one.tag],
        "summary": words,
        "description": words,
        "requestBody": {"required": True, "content": {"application/json": {"schema": ref(one.sends)}}},
        "responses": {"200": {"description": "Accepted; any other status from 200 to 299 says the same."}},
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
    described: dict[str, Any] = {"description": one.summary}
    if one.answer is not None:
        schema = ref(one.answer["title"]) if "title" in one.answer else one.answer
        described["content"] = {"application/json": {"schema": schema}}
    names = [
        *(["ETag"] if one.is_entry or not one.is_write else []),
        *(["Link"] if one.has_pages else []),
        *(["Location"] if one.status == 201 else []),
        *OF_EVERY_ANSWER,
    ]
    described["headers"] = {name: {"$ref": f"#/components/headers/{name}"} for name in names}
    return described


def _unchanged(one: Operation) -> dict[str, Any]:
    return {} if one.is_write else {"304": {"description": "The caller has this answer already."}}


def _problems(statuses: Iterable[int]) -> dict[str, Schema]:
    return {
        str(status): {
            "description": str(problem_for(status).title),
            "content": {"application/problem+json": {"schema": ref("Problem")}},
        }
        for status in statuses
    }
