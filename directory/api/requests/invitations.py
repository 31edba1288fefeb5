"""`requests/invitations`: an office reads to which requests of other States it is invited, and takes part or declines.
The same rules apply as on the pages."""

from flask import Blueprint, Response, request

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.api.answers import entry_answer, list_answer, no_content_answer
from directory.api.bodies import body_as_form_data, read_body, require_valid
from directory.api.entries.lists import paged
from directory.api.idempotency import is_replay, run_idempotently
from directory.api.preconditions import committing_request
from directory.api.query_parameters import read_page_number
from directory.api.requests.answers import serialize_invitation, serialize_request
from directory.api.requests.operations import JOIN
from directory.paging import paginate_rows
from directory.requests.forms import JoinForm
from directory.requests.queries.entries import (
    find_joined,
    get_invitation,
    get_readable,
    list_invitations,
    list_that_match,
)
from directory.requests.service import pairing

blueprint = Blueprint("api_request_invitations", __name__)


@blueprint.get("/requests/invitations")
@permits(Action.KEEP_DOCKET)
def index() -> Response:
    """Return a page of the invitations to the caller's office, the oldest first."""
    found = paginate_rows(list_invitations(current_viewer()), read_page_number(request.args))
    return list_answer(paged([serialize_invitation(one) for one in found.rows], found))


@blueprint.get("/requests/invitations/<public_id>")
@permits(Action.KEEP_DOCKET)
def show(public_id: str) -> Response:
    """Return one invitation. Raises NotFound if the caller's office is not invited."""
    return entry_answer(serialize_invitation(get_invitation(current_viewer(), public_id)))


@blueprint.post("/requests/invitations/<public_id>/join")
@permits(Action.KEEP_DOCKET)
def join(public_id: str) -> Response:
    """Take part in the request, and return the own entry. An office that takes part already gets its entry."""
    viewer = current_viewer()
    known = find_joined(viewer, public_id)
    own = [] if known else list_that_match(viewer, get_invitation(viewer, public_id))
    form = JoinForm(body_as_form_data(read_body(JOIN)))
    form.request.choices = [("", ""), *((one.public_id, one.public_id) for one in own)]
    if known is None:
        require_valid(form)

    def act() -> str:
        if (taken := find_joined(viewer, public_id)) is not None:
            return taken.public_id
        invitation = get_invitation(viewer, public_id)
        return pairing.join(viewer, invitation, form.request.data or "", form.received_on.data).public_id

    with committing_request():
        made = run_idempotently(act)
    return entry_answer(serialize_request(viewer, get_readable(viewer, made)))


@blueprint.post("/requests/invitations/<public_id>/decline")
@permits(Action.KEEP_DOCKET)
def decline(public_id: str) -> Response:
    """Decline to take part, and return 204."""
    viewer = current_viewer()
    if not is_replay():
        get_invitation(viewer, public_id)

    def act() -> str:
        pairing.decline(viewer, get_invitation(viewer, public_id))
        return public_id

    with committing_request():
        run_idempotently(act)
    return no_content_answer()
