"""The endpoint `changes`: the entries with public changes, in order, for programs that maintain a copy."""

from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy import ColumnElement, and_, select, tuple_
from werkzeug.datastructures import MultiDict

from directory.access.gate import is_open
from directory.api.answers import list_answer, page_link
from directory.api.document.operations import Operation, Parameter, choice, ref
from directory.api.query_parameters import read_number, read_values
from directory.clock import as_utc
from directory.extensions import db
from directory.models import Change
from directory.models.change import STATE_THROUGH, ChangeAction
from directory.vocabulary import KINDS

MOST_CHANGES = 500
LARGEST_ID = 10**11
SINCE = Parameter(
    "since",
    "`next` of the answer before, or nothing to begin.",
    {"type": "integer", "minimum": 0, "maximum": LARGEST_ID, "default": 0},
)
KIND = choice("kind", "Kind of entry.", KINDS)
ACTION = choice("action", "What became of the entry.", tuple(ChangeAction))
JURISDICTION = choice(
    "jurisdiction",
    "ISO 3166-1 code, two letters: changes of the State and of entries that belong to it or once did. Treaties and "
    "networks belong to none.",
)
blueprint = Blueprint("api_changes", __name__)
OPERATIONS = (
    Operation(
        "/changes",
        "listChanges",
        f"Entries of which something public changed, oldest first, up to {MOST_CHANGES}; an entry stands there once "
        "for each change. Ask again with `since` = `next` until none come. It tells everyone the same: changes of "
        "restricted details stand in no list.",
        ref("Changes"),
        (SINCE, KIND, JURISDICTION, ACTION),
        (400,),
    ),
)


@blueprint.get("/changes")
def index() -> Response:
    """Return at most MOST_CHANGES public changes with ids above the query parameter `since`, oldest first. `next` is
    the value of `since` for the next request. Raises InvalidInput for a wrong query parameter."""
    since = read_number(request.args, "since", default=0, least=0, most=LARGEST_ID)
    query = select(Change).where(Change.public_id > since, Change.kind.in_(list(KINDS)), *_narrowing(request.args))
    items = [_item(change) for change in db.session.scalars(query.order_by(Change.public_id).limit(MOST_CHANGES))]
    response = list_answer({"items": items, "next": items[-1]["id"] if items else since})
    if items:
        response.headers["Link"] = page_link("next", SINCE.name, items[-1]["id"])
    return response


def _narrowing(arguments: MultiDict[str, str]) -> list[ColumnElement[bool]]:
    """Return the SQL conditions of the filters in the query parameters. Raises InvalidInput for an unknown code."""
    kinds, actions = read_values(arguments, "kind", KINDS), read_values(arguments, "action", tuple(ChangeAction))
    states = read_values(arguments, "jurisdiction", None)
    found: list[ColumnElement[bool]] = [
        column.in_(values) for column, values in ((Change.kind, kinds), (Change.action, actions)) if values
    ]
    if not states:
        return found
    # A kind whose State is not public is found by no State.
    known = [kind for kind, through in STATE_THROUGH.items() if is_open(and_(*(one.is_not(None) for one in through)))]
    # Whoever keeps a copy of one State must learn that an entry left it: its later changes are found too.
    were_there = select(Change.kind, Change.key).where(
        Change.public_id.is_not(None), Change.jurisdiction_key.in_(states)
    )
    return [*found, Change.kind.in_(known), tuple_(Change.kind, Change.key).in_(were_there)]


def _item(change: Change) -> dict[str, Any]:
    return {
        "id": change.public_id,
        "kind": change.kind,
        "key": change.key,
        "action": change.action,
        "changed_at": as_utc(change.changed_at).isoformat(),
    }
