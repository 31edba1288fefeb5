"""The endpoint `verifications`: an office confirms details, or reports that nobody answers at a contact."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask import Blueprint, Response
from flask_babel import lazy_gettext as _l

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.api.bodies import UNKNOWN, read_body
from directory.api.document.operations import NAME, Operation, Schema, ref
from directory.api.entries.current import current_answer
from directory.api.idempotency import run_idempotently
from directory.api.preconditions import committing_request, require_if_match
from directory.errors import BodyRefused
from directory.i18n import current_language
from directory.models import Entry
from directory.verification.queries.entries import CONFIRMED, DetailKey, get_entry, show
from directory.verification.service import entries as service

blueprint = Blueprint("api_verifications", __name__)
RIGHT, DEAD = "right", "dead"
DETAIL: Schema = {
    "type": "object",
    "properties": {"kind": NAME, "id": NAME, "detail": NAME},
    "required": ["kind", "id", "detail"],
    "additionalProperties": False,
}
VERIFICATION: Schema = {
    "type": "object",
    "properties": {
        "kind": {"type": "string", "enum": list(CONFIRMED)},
        "id": NAME | {"description": "The id of the entry."},
        "answer": {"type": "string", "enum": [RIGHT, DEAD]},
        "details": {
            "type": "array",
            "items": DETAIL,
            "minItems": 1,
            "maxItems": 500,
            "description": "Of which rows and details, by their names in the entry; left out, all that you may read "
            "are right. Dead are only contacts: each by its kind, its id and `value`.",
        },
    },
    "required": ["kind", "id", "answer"],
    "additionalProperties": False,
}
NAME_THEM = _l("Name the contacts at which nobody answers.")
OPERATIONS = (
    Operation(
        "/verifications",
        "createVerification",
        "Say that an entry, or some details of it, are still right, or that nobody answers at a contact any more. "
        "Your office stands beside them from then on. It is answered with the entry as it stands now.",
        {"oneOf": [ref("Authority"), ref("FocalPoint"), ref("Requirement")]},
        is_entry=True,
        is_personal=True,
        method="post",
        body=VERIFICATION,
        matches="the entry as you read it",
    ),
)


@blueprint.post("/verifications")
@permits(Action.CONFIRM)
def create() -> Response:
    """Record that the viewer's office confirms details, or that nobody answers at some contacts. Return the entry."""
    body = read_body(VERIFICATION)
    with committing_request():
        run_idempotently(lambda: _say(body))
    return current_answer(body["kind"], body["id"])


def _say(body: Mapping[str, Any]) -> str:
    viewer, entry = current_viewer(), get_entry(body["kind"], body["id"])
    service.require_confirm(viewer, entry)
    require_if_match(current_answer(body["kind"], body["id"]))
    named = _named(entry, body.get("details"))
    if body["answer"] == DEAD:
        if named is None or any(detail != "value" for _kind, _key, detail in named):
            raise BodyRefused({"details": [NAME_THEM]})
        service.mark_dead(viewer, entry, [key for _kind, key, _detail in named])
        return str(entry.key)
    shown = {(*one.row.entry_key, name) for one in show(viewer, entry) for name in one.names}
    service.confirm(viewer, entry, current_language(), but=shown - set(named or shown))
    return str(entry.key)


def _named(entry: Entry, details: Sequence[Mapping[str, str]] | None) -> list[DetailKey] | None:
    if details is None:
        return None
    readable = {(*one.row.entry_key, name) for one in show(current_viewer(), entry) for name in one.reading.details}
    places = [(one["kind"], one["id"], one["detail"]) for one in details]
    wrong = {f"details/{index}": [UNKNOWN] for index, place in enumerate(places) if place not in readable}
    if wrong:
        raise BodyRefused(wrong)
    return places
