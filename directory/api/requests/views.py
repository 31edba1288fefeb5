"""`requests`: an office reads its docket, enters requests and states their dates. The same rules apply as on the
pages."""

from collections.abc import Callable
from dataclasses import replace

from flask import Blueprint, Response, request, url_for

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.api.answers import created_answer, entry_answer, list_answer, no_content_answer
from directory.api.bodies import body_as_form_data, read_body, require_valid
from directory.api.entries.lists import paged
from directory.api.idempotency import is_replay, run_idempotently
from directory.api.preconditions import committing_request, require_if_match
from directory.api.query_parameters import read_page_number, read_values
from directory.api.requests.answers import serialize_facts, serialize_request
from directory.api.requests.operations import CORRECT, ENTER, HAND_OVER, PASS_ON, STATE_DATE
from directory.errors import InvalidInput, NotFound
from directory.i18n import current_language
from directory.jurisdictions.queries import list_jurisdictions
from directory.models import DocketEntry
from directory.requests import choices
from directory.requests.form_setup import set_choices
from directory.requests.forms import EventForm, FactsForm, NewRequestForm, PassingForm
from directory.requests.presenters.route import names_of, route_of
from directory.requests.queries.entries import (
    CLOSED,
    LATE,
    PENDING,
    RequestFilter,
    get_held,
    get_readable,
    list_entries,
)
from directory.requests.service import dates, entering, keeping, pairing, passing
from directory.requests.service.entering import NOT_FROM_HERE, NewRequest
from directory.requests.service.file_numbers import file_number_of
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
    answer = serialize_request(viewer, get_readable(viewer, made))
    return created_answer(answer, url_for(".show", public_id=made))


@blueprint.get("/requests/<public_id>")
@permits(Action.KEEP_DOCKET)
def show(public_id: str) -> Response:
    """Return one request. Raises NotFound if the caller may not read it."""
    viewer = current_viewer()
    return entry_answer(serialize_request(viewer, get_readable(viewer, public_id)))


@blueprint.post("/requests/<public_id>/dates")
@permits(Action.KEEP_DOCKET)
def state_date(public_id: str) -> Response:
    """State the date of an event, and return the request."""
    viewer = current_viewer()
    entry, body = get_held(viewer, public_id), read_body(STATE_DATE)
    form = EventForm(body_as_form_data(body | {"is_mistaken": body["day"] is None}))
    form.event.choices, form.ground.choices = choices.events(entry), choices.grounds()
    require_valid(form)

    return _perform(
        public_id,
        lambda held: dates.state_date(viewer, held, RequestEvent(form.event.data), form.statement(), held.version),
    )


@blueprint.put("/requests/<public_id>")
@permits(Action.KEEP_DOCKET)
def correct(public_id: str) -> Response:
    """Correct what the docket keeps of a request, and return the request. A file number that the body leaves out
    stays."""
    viewer = current_viewer()
    entry, body = get_held(viewer, public_id), read_body(CORRECT)
    form = FactsForm(body_as_form_data(body))
    set_choices(form, entry.jurisdiction_key, entry.other_jurisdiction_key)
    require_valid(form)

    def act(held: DocketEntry) -> None:
        facts = form.facts(held.other_jurisdiction_key)
        if "file_number" not in body:
            facts = replace(facts, file_number=file_number_of(viewer, held))
        keeping.change(viewer, held, facts, held.version)

    return _perform(public_id, act)


@blueprint.post("/requests/<public_id>/invite")
@permits(Action.KEEP_DOCKET)
def invite(public_id: str) -> Response:
    """Invite the named office of the other State, and return the request."""
    return _perform(public_id, lambda held: pairing.invite(current_viewer(), held, held.version))


@blueprint.post("/requests/<public_id>/take-back")
@permits(Action.KEEP_DOCKET)
def take_back(public_id: str) -> Response:
    """Take the invitation back, and return the request."""
    return _perform(public_id, lambda held: pairing.take_back(current_viewer(), held))


@blueprint.post("/requests/<public_id>/pass-on")
@permits(Action.KEEP_DOCKET)
def pass_on(public_id: str) -> Response:
    """Write down to which step of the State's route a received request was passed, and return the request."""
    viewer = current_viewer()
    entry, body = get_held(viewer, public_id), read_body(PASS_ON)
    form = PassingForm(body_as_form_data(body))
    form.step.choices = [*names_of(route_of(viewer, entry, current_language())).items()]
    require_valid(form)
    return _perform(public_id, lambda held: passing.pass_on(viewer, held, form.passing(), held.version))


@blueprint.post("/requests/<public_id>/hand-over")
@permits(Action.KEEP_DOCKET)
def hand_over(public_id: str) -> Response:
    """Hand an entry over to another office of its State. Return 204, since the caller may read no more of it."""
    viewer = current_viewer()
    if not is_replay() and not keeping.may_hand_over(viewer, get_readable(viewer, public_id)):
        raise NotFound
    office = read_body(HAND_OVER)["authority"]

    def act() -> str:
        entry = get_readable(viewer, public_id)
        require_if_match(entry_answer(serialize_request(viewer, entry)))
        keeping.hand_over(viewer, entry, office, entry.version)
        return public_id

    with committing_request():
        run_idempotently(act)
    return no_content_answer()


def _perform(public_id: str, act: Callable[[DocketEntry], object]) -> Response:
    """Call `act` with the entry, which the caller's office must hold, once and for the version that the caller names.
    Return the entry as an answer."""
    viewer = current_viewer()

    def do() -> str:
        held = get_held(viewer, public_id)
        require_if_match(entry_answer(serialize_request(viewer, held)))
        act(held)
        return public_id

    with committing_request():
        run_idempotently(do)
    return entry_answer(serialize_request(viewer, get_readable(viewer, public_id)))
