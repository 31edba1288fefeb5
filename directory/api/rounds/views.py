"""`rounds`: people ask several States the same, add States and let them go. The same rules apply as on the pages."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, Response, request, url_for

from directory.access.current_viewer import current_viewer, permits, signed_in
from directory.access.policy import Action
from directory.api.answers import created_answer, entry_answer, list_answer, no_content_answer
from directory.api.bodies import body_as_form_data, read_body, require_valid
from directory.api.consultations.bodies import said_as_form_data
from directory.api.consultations.threads import WAY
from directory.api.entries.lists import paged
from directory.api.idempotency import is_replay, run_idempotently
from directory.api.preconditions import committing_request, require_if_match
from directory.api.query_parameters import read_page_number
from directory.api.rounds.answers import serialize_list, serialize_round
from directory.api.rounds.operations import ADD, OPEN
from directory.consultations.service.asking import NO_STATE
from directory.consultations.service.retention import note_reading
from directory.errors import BodyRefused, InvalidInput
from directory.focal_points.queries import get as get_desk
from directory.models import QuestionRound
from directory.rounds import form_setup, queries
from directory.rounds.forms import DESK, LINE
from directory.rounds.limits import count_further_states
from directory.rounds.service import asking, keeping
from directory.rounds.service.asking import OWN_STATE, TWICE, AskedState

blueprint = Blueprint("api_rounds", __name__)


@blueprint.get("/rounds")
@signed_in
def index() -> Response:
    """Return a page of the caller's rounds, newest first."""
    viewer = current_viewer()
    found = queries.list_own(viewer, read_page_number(request.args))
    return list_answer(paged(serialize_list(viewer, found.rows), found))


@blueprint.post("/rounds")
@permits(Action.CONSULT)
def ask() -> Response:
    """Ask the desks of several States, and return 201 with the round. Each State counts toward the limit of
    questions."""
    viewer, body = current_viewer(), read_body(OPEN)
    if not viewer.jurisdiction:
        raise InvalidInput(NO_STATE)
    states = body.pop("states")
    desks = [get_desk(one["desk"]) for one in states]
    codes = [one.authority.jurisdiction_key or "" for one in desks]
    if viewer.jurisdiction in codes or "" in codes:
        raise BodyRefused({"states": [OWN_STATE]})
    if len(set(codes)) < len(codes):
        raise BodyRefused({"states": [TWICE]})
    sent = said_as_form_data(body)
    for code, one in zip(codes, states, strict=True):
        sent.add(f"{DESK}{code}", one["desk"])
        sent.add(f"{LINE}{code}", one.get("line", ""))
    chosen = {code: [desk] for code, desk in zip(codes, desks, strict=True)}
    form = form_setup.question_form(viewer, chosen, {}, sent)
    require_valid(form)
    if not is_replay():
        count_further_states(viewer, len(states))
    question, asked = form_setup.question_of(form), form_setup.states_of(form)
    with committing_request():
        made = run_idempotently(lambda: str(asking.open_round(viewer, question, asked).public_id))
    return created_answer(_read(made), url_for(".show", public_id=made))


@blueprint.get("/rounds/<public_id>")
@signed_in
def show(public_id: str) -> Response:
    """Return one round, and record that its questions were shown. Raises NotFound if the caller may not read it."""
    return entry_answer(_read(public_id))


@blueprint.post("/rounds/<public_id>/states")
@permits(Action.CONSULT)
def add(public_id: str) -> Response:
    """Ask a further State the question as it stands, and return the round."""
    viewer = current_viewer()
    asked, body = queries.get(viewer, public_id), read_body(ADD)
    form = form_setup.add_form(viewer, asked, body_as_form_data(body))
    if not is_replay():
        require_valid(form)
    state = AskedState(form.desk.data, form.line.data or "")
    return _perform(public_id, lambda one: asking.add_state(viewer, one, state))


@blueprint.delete("/rounds/<public_id>/states/<state>")
@signed_in
def let_go(public_id: str, state: str) -> Response:
    """Let a State go, and return 204."""
    viewer = current_viewer()
    _perform(public_id, lambda one: keeping.let_go(viewer, queries.get_member(viewer, one, state)))
    return no_content_answer()


@blueprint.post("/rounds/<public_id>/tell")
@signed_in
def tell(public_id: str) -> Response:
    """Tell the States that agree of one another, and return the round."""
    viewer = current_viewer()
    return _perform(public_id, lambda one: keeping.tell(viewer, one))


def _perform(public_id: str, act: Callable[[QuestionRound], object]) -> Response:
    """Call `act` with the round inside `committing`, once for each Idempotency-Key, and return the round as an answer.
    Raises NotFound for a round that the caller may not read, VersionMissing and VersionChanged by If-Match, and
    BodyRefused if `act` raises InvalidInput."""
    viewer = current_viewer()

    def do() -> str:
        asked = queries.get(viewer, public_id)
        require_if_match(entry_answer(serialize_round(viewer, asked)))
        act(asked)
        return public_id

    with committing_request():
        run_idempotently(do)
    return entry_answer(_read(public_id))


def _read(public_id: str) -> dict[str, Any]:
    viewer = current_viewer()
    asked = queries.get(viewer, public_id)
    body = serialize_round(viewer, asked)
    if request.method != "HEAD":
        for number, question in queries.list_questions(queries.members_of(viewer, asked)).items():
            note_reading(viewer, number, question.id, WAY)
    return body
