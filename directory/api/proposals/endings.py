"""The endpoint `POST /endings`, which proposes to end an entry. The web page's form checks the body."""

from collections.abc import Mapping
from typing import Any

from flask import Blueprint, Response, url_for

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.api.answers import created_answer
from directory.api.bodies import body_as_form_data, read_body, require_valid
from directory.api.entries.current import current_answer
from directory.api.idempotency import run_idempotently
from directory.api.preconditions import committing_request, require_if_match
from directory.api.proposals.answers import serialize_proposal
from directory.api.proposals.operations import ENDING
from directory.i18n import current_language
from directory.proposals import queries, service
from directory.proposals.endings import ending_form, get_to_end, propose_end

blueprint = Blueprint("api_endings", __name__)


@blueprint.post("/endings")
@permits(Action.PROPOSE)
def propose() -> Response:
    """Propose to end an entry, submit the proposal if the body asks for this, and return 201."""
    body = read_body(ENDING)
    with committing_request():
        made = run_idempotently(lambda: _propose(body))
    viewer = current_viewer()
    shown = serialize_proposal(viewer, queries.get(viewer, made), current_language())
    return created_answer(shown, url_for("api_proposals.show", proposal_id=made))


def _propose(body: Mapping[str, Any]) -> str:
    viewer = current_viewer()
    entry = get_to_end(viewer, (body["kind"], body["id"]))
    require_if_match(current_answer(body["kind"], body["id"]))
    form = ending_form(entry, current_language(), body_as_form_data(_as_typed(body)))
    require_valid(form)
    proposal = propose_end(viewer, entry, form)
    if body.get("submit"):
        service.submit(viewer, proposal)
    return proposal.id


def _as_typed(body: Mapping[str, Any]) -> dict[str, Any]:
    return {**body, "successor": body.get("successor") or "", "is_verified": body.get("verified")}
