"""`requests`: an office reads its docket, enters requests and states their dates. The same rules apply as on the
pages."""

from flask import Blueprint, Response, request, url_for

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.api.answers import created_answer, entry_answer, list_answer
from directory.api.bodies import body_as_form_data, read_body, require_valid
from directory.api.entries.lists import paged
from directory.api.idempotency import run_idempotently
from directory.api.preconditions import committing_request, require_if_match
from directory.api.query_parameters import read_page_number, read_values
from directory.api.requests.answers import serialize_facts, serialize_request
from directory.api.requests.operations import ENTER, STATE_DATE
from directory.errors import InvalidInput
from directory.jurisdictions.queries import list_jurisdictions
from directory.requests import choices
from directory.requests.form_setup import set_choices
from directory.requests.forms import EventForm, NewRequestForm
from directory.requests.queries.entries import (
    CLOSED,
    LATE,
    PENDING,
    RequestFilter,
    get_held,
    get_readable,
    list_entries,
)
from directory.requests.service import dates, entering
from directory.requests.service.entering import NOT_FROM_HERE, NewRequest
from directory.requests.statements import Statement
from directory.vocabulary import REQUEST_DIRECTIONS, REQUEST_STATES, RequestDirection, RequestEvent

blueprint = Blueprint("api_requests", __name__)


@blueprint.get("/requests")
@permits(Action.KEEP_DOCKET)
def index() -> Response:
    """Return a page of the requests that the caller may read, pending ones first."""
    [direction] = read_values(request.args, "direction", REQUEST_DIRECTIONS)[:1] or [""]
    [state] = read_values(request.args, "state", (PENDING, LATE, CLOSED, *REQUEST_STATES))[:1] or [""]
    asked = RequestFilter(direction=direction, state=state, page=read_page_number(request.args))
    found = list_entries(current_viewer(), asked)
    return list_answer(paged([serialize_facts(one) for one in found.rows], found))


@blueprint.post("/requests")
@permits(Action.KEEP_DOCKET)
def enter() -> Response:
    """Enter a request, and return 201 with it."""
    viewer, body = current_viewer(), read_body(ENTER)
    entering.require_office(viewer)
    other = body["other_jurisdiction"]
    if other == viewer.jurisdiction or other not in {one.key for one in list_jurisdictions()}:
        raise InvalidInput(NOT_FROM_HERE)
    form = NewRequestForm(body_as_form_data(body))
    set_choices(form, viewer.jurisdiction, other)
    require_valid(form)
    is_outgoing = body["direction"] == RequestDirection.OUTGOING
    event = RequestEvent.SENT if is_outgoing else RequestEvent.RECEIVED
    new = NewRequest(body["direction"], form.facts(other), {event: Statement(form.day.data)})
    with committing_request():
        made = run_idempotently(lambda: str(entering.enter(viewer, new).public_id))
    answer = serialize_request(get_readable(viewer, made))
    return created_answer(answer, url_for(".show", public_id=made))


@blueprint.get("/requests/<public_id>")
@permits(Action.KEEP_DOCKET)
def show(public_id: str) -> Response:
    """Return one request. Raises NotFound if the caller may not read it."""
    return entry_answer(serialize_request(get_readable(current_viewer(), public_id)))


@blueprint.post("/requests/<public_id>/dates")
@permits(Action.KEEP_DOCKET)
def state_date(public_id: str) -> Response:
    """State the date of an event, and return the request."""
    viewer = current_viewer()
    entry, body = get_held(viewer, public_id), read_body(STATE_DATE)
    form = EventForm(body_as_form_data(body | {"is_mistaken": body["day"] is None}))
    form.event.choices, form.ground.choices = choices.events(entry), choices.grounds()
    require_valid(form)

    def act() -> str:
        held = get_held(viewer, public_id)
        require_if_match(entry_answer(serialize_request(held)))
        dates.state_date(viewer, held, RequestEvent(form.event.data), form.statement(), held.version)
        return public_id

    with committing_request():
        run_idempotently(act)
    return entry_answer(serialize_request(get_readable(viewer, public_id)))
