"""The endpoint `changes`: the entries with public changes, in order, for programs that maintain a copy."""

from datetime import UTC
from typing import Any

from flask import Blueprint, Response, request
from sqlalchemy import select

from directory.api.answers import list_answer
from directory.api.document.operations import Operation, Parameter, ref
from directory.api.query_parameters import read_number
from directory.extensions import db
from directory.models import Change
from directory.vocabulary import KINDS

MOST_CHANGES = 500
LARGEST_ID = 10**11
SINCE = Parameter(
    "since",
    "`next` of the answer before, or nothing to begin.",
    {"type": "integer", "minimum": 0, "maximum": LARGEST_ID, "default": 0},
)
blueprint = Blueprint("api_changes", __name__)
OPERATIONS = (
    Operation(
        "/changes",
        "listChanges",
        f"Entries of which something public changed, oldest first, up to {MOST_CHANGES}; an entry stands there once "
        "for each change. Ask again with `since` = `next` until none come.",
        ref("Changes"),
        (SINCE,),
        (400,),
    ),
)


@blueprint.get("/changes")
def index() -> Response:
    """Return at most MOST_CHANGES public changes with ids above the query parameter `since`, oldest first. `next` is
    the value of `since` for the next request. Raises InvalidInput if `since` is not a valid number."""
    since = read_number(request.args, "since", default=0, least=0, most=LARGEST_ID)
    query = select(Change).where(Change.public_id > since, Change.kind.in_(list(KINDS)))
    items = [_item(change) for change in db.session.scalars(query.order_by(Change.public_id).limit(MOST_CHANGES))]
    return list_answer({"items": items, "next": items[-1]["id"] if items else since})


def _item(change: Change) -> dict[str, Any]:
    # SQLite stores no time zone; its times are UTC.
    at = change.changed_at if change.changed_at.tzinfo else change.changed_at.replace(tzinfo=UTC)
    return {
        "id": change.public_id,
        "kind": change.kind,
        "key": change.key,
        "changed_at": at.astimezone(UTC).isoformat(),
    }
