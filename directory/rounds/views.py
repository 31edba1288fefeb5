"""Pages on which people ask several States the same, see the answers side by side, add States and let them go."""

from collections.abc import Iterable
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from directory import collation
from directory.access.current_viewer import current_viewer, permits, signed_in
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.consultations.queries.threads import PAGE
from directory.consultations.service.asking import NO_STATE
from directory.consultations.service.retention import note_reading, note_subjects
from directory.drafts.queries import drafts
from directory.errors import InvalidInput
from directory.forms import chosen_words, run_on_submit, sent_fields, status_of
from directory.i18n import current_language, territory_name
from directory.models import Draft, FocalPoint
from directory.paging import page_number
from directory.rounds import form_setup, queries
from directory.rounds.forms import RoundForm
from directory.rounds.limits import count_further_states
from directory.rounds.presenters.confirmations import ADDED, ASKED, LET_GO, TOLD, confirmation
from directory.rounds.presenters.lists import round_lines
from directory.rounds.presenters.page import page_of
from directory.rounds.queries import LEAST_STATES, MOST_STATES
from directory.rounds.service import asking, keeping
from directory.rounds.service.asking import AskedState
from directory.rounds.service.drafts import link_draft
from directory.tokens import public_id as new_public_id
from directory.transaction import committing

blueprint = Blueprint("rounds", __name__)
# The parameter that names a State, and the buttons that open the list of States and close it.
WITH, CHANGE, CHOSEN = "with", "change", "chosen"
# Query parameters that fill in the form. `draft` is the id of a draft, whose items are ticked in the outline.
FILLED_IN = ("measure", "offence", "stage", "treaty", "urgency")
DRAFT = "draft"
PASSED_ON = (*FILLED_IN, DRAFT)


@blueprint.get("/rounds")
@signed_in
def index() -> str:
    """List the viewer's rounds, newest first. Record that the viewer sees the subjects of their consultations."""
    viewer = current_viewer()
    found = queries.list_own(viewer, page_number(request.args))
    lines = round_lines(viewer, found.rows, current_language())
    if request.method != "HEAD":
        note_subjects(viewer, [state.id for line in lines if line.subject for state in line.states])
    return render_template("rounds/index.html", lines=lines, found=found)


@blueprint.route("/rounds/new", methods=["GET", "POST"])
@permits(Action.CONSULT)
def new() -> ResponseReturnValue:
    """Ask for the States. If they are chosen (parameter `with`), show the form of the question. If the form was sent,
    ask the desks of all of them; each counts toward the account's limit of questions. What was typed goes along when
    other States are chosen. If the address names a draft, its items are ticked, and it is linked to the outlines.

    Raises InvalidInput if the viewer has no State, and NotFound for a draft that the viewer may not read.
    """
    viewer = current_viewer()
    if not viewer.jurisdiction:
        raise InvalidInput(NO_STATE)
    desks, named = queries.list_askable_desks(viewer), list(dict.fromkeys(request.values.getlist(WITH)))
    states = [code for code in named if code in desks]
    if not LEAST_STATES <= len(states) <= MOST_STATES or CHANGE in request.values:
        return _choose_states(desks, states)
    chosen = {code: desks[code] for code in states}
    draft = _draft(viewer)
    known = _values_in_address(FILLED_IN) | ({"outline": form_setup.outline_of(draft)} if draft else {})
    form = form_setup.question_form(viewer, chosen, {"key": new_public_id(), **known})
    made: list[str] = []
    if CHOSEN not in request.form and form.validate_on_submit():
        count_further_states(viewer, len(states))
        if run_on_submit(form, lambda: made.append(_open(viewer, form))):
            return _to_confirmation(made[0], ASKED)
    return _question_page(form, chosen, states)


@blueprint.get("/rounds/<public_id>")
@signed_in
def show(public_id: str) -> str:
    """Show a round with what its States say, and record in each of their consultations that this was shown."""
    viewer = current_viewer()
    asked = queries.get(viewer, public_id)
    page, done = page_of(viewer, asked, current_language()), confirmation(asked, request.args.get("done", ""))
    if request.method != "HEAD":
        # In the threads this reads as any other reading: a way of its own would tell the desks of the round.
        for card in page.cards:
            note_reading(viewer, card.consultation_id, card.newest_id, PAGE)
    return render_template("rounds/show.html", page=page, done=done)


@blueprint.route("/rounds/<public_id>/add", methods=["GET", "POST"])
@permits(Action.CONSULT)
def add(public_id: str) -> ResponseReturnValue:
    """Show the form that adds a State. If it was sent, ask the State's desk the question as it stands."""
    viewer = current_viewer()
    form = form_setup.add_form(viewer, queries.get(viewer, public_id))

    def act() -> None:
        asking.add_state(viewer, queries.get(viewer, public_id), AskedState(form.desk.data, form.line.data or ""))

    if run_on_submit(form, act):
        return _to_confirmation(public_id, ADDED)
    asked = queries.get(viewer, public_id)
    page = page_of(viewer, asked, current_language())
    if request.method != "HEAD":
        for consultation, question in queries.list_questions(queries.members_of(viewer, asked)).items():
            note_reading(viewer, consultation, question.id, PAGE)
    return render_template("rounds/add.html", form=form, page=page), status_of(form)


@blueprint.post("/rounds/<public_id>/states/<state>/let-go")
@signed_in
def let_go(public_id: str, state: str) -> Response:
    """Let a State go: its consultation is closed."""
    viewer = current_viewer()
    with committing():
        keeping.let_go(viewer, queries.get_member(viewer, queries.get(viewer, public_id), state))
    return _to_confirmation(public_id, LET_GO)


@blueprint.post("/rounds/<public_id>/tell")
@signed_in
def tell(public_id: str) -> Response:
    """Tell the States that agree of one another."""
    viewer = current_viewer()
    with committing():
        keeping.tell(viewer, queries.get(viewer, public_id))
    return _to_confirmation(public_id, TOLD)


@blueprint.post("/rounds/<public_id>/take-over")
@signed_in
def take_over(public_id: str) -> Response:
    """Take over the consultations of a colleague who has left."""
    viewer = current_viewer()
    with committing():
        keeping.take_over(viewer, queries.list_left(viewer, queries.get(viewer, public_id)))
    return redirect(url_for(".show", public_id=public_id), 303)


def _to_confirmation(public_id: str, done: str) -> Response:
    return redirect(url_for(".show", public_id=public_id, done=done, _anchor="done"), 303)


def _choose_states(desks: dict[str, list[FocalPoint]], states: list[str]) -> ResponseReturnValue:
    language, staffed = current_language(), queries.list_staffed()
    named = [(code, territory_name(code, language)) for code in desks]
    offered = collation.sorted_by_name(named, lambda pair: pair[1])
    read = [pair for pair in offered if desks[pair[0]][0].key in staffed]
    groups = (read, [pair for pair in offered if pair not in read])
    is_wrong = WITH in request.values and CHANGE not in request.values
    page = render_template(
        "rounds/states.html",
        groups=groups,
        chosen=states,
        most=MOST_STATES,
        is_wrong=is_wrong,
        address=url_for(".new", **_values_in_address(PASSED_ON)),
        further=_values_in_address(PASSED_ON),
        typed=sent_fields(WITH, CHANGE, CHOSEN),
    )
    return page, 422 if is_wrong else 200


def _question_page(form: RoundForm, chosen: dict[str, list[FocalPoint]], states: list[str]) -> ResponseReturnValue:
    names = {code: territory_name(code, current_language()) for code in states}
    known = chosen_words(form.urgency, form.measure, form.offence, form.stage, form.treaty)
    unread = {code for code in states if not {one.key for one in chosen[code]} & queries.list_staffed()}
    further: dict[str, Any] = {WITH: states, **_values_in_address(PASSED_ON)}
    address = url_for(".new", **further)
    page = render_template("rounds/new.html", form=form, names=names, known=known, unread=unread, address=address)
    return page, status_of(form)


def _values_in_address(names: Iterable[str]) -> dict[str, Any]:
    return {name: found for name in names if (found := request.args.get(name))}


def _draft(viewer: Viewer) -> Draft | None:
    return drafts.get(viewer, request.args[DRAFT]) if request.args.get(DRAFT) else None


def _open(viewer: Viewer, form: RoundForm) -> str:
    opened = asking.open_round(viewer, form_setup.question_of(form), form_setup.states_of(form), form.key.data or "")
    if (draft := _draft(viewer)) is not None:
        link_draft(draft, opened, form_setup.marks_of(draft))
    return str(opened.public_id)
