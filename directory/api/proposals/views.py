"""`proposals`: programs write, submit, decide and withdraw proposals. The same rules apply as on the pages."""

from collections.abc import Callable, Mapping
from typing import Any

from flask import Blueprint, Response, request, url_for

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.api.answers import created_answer, entry_answer, list_answer
from directory.api.bodies import read_body
from directory.api.entries.current import current_answer
from directory.api.entries.lists import paged
from directory.api.idempotency import run_idempotently
from directory.api.preconditions import committing_request, require_if_match
from directory.api.proposals.answers import serialize_line, serialize_proposal
from directory.api.proposals.bodies import CHANGED, NEW
from directory.api.proposals.filling import PLACES, errors_in_body, fill
from directory.api.proposals.operations import REASONED, SOURCE
from directory.api.query_parameters import read_page_number, read_values
from directory.errors import BodyRefused
from directory.i18n import current_language
from directory.models import Proposal
from directory.proposals import presenters, queries, service
from directory.proposals.collected_changes import CollectedChanges, collect
from directory.proposals.forms import EntryForm
from directory.proposals.narrow_forms import widen
from directory.proposals.refused_proposals import get_refused
from directory.proposals.source_amendments import StatedSource, TypedSource, amend
from directory.proposals.starting import saved_form, start_form

blueprint = Blueprint("api_proposals", __name__)
STEPS: Mapping[str, Callable[[Viewer, Proposal], None]] = {
    "submit": service.submit,
    "publish": service.publish,
    "withdraw": service.withdraw,
}


@blueprint.get("/proposals")
@permits(Action.PROPOSE)
def index() -> Response:
    """Return a page of proposals without their edits, the last changed first. The query parameter `list` selects
    proposals that wait for the viewer, the viewer's own, or decided proposals."""
    which = next(iter(read_values(request.args, "list", queries.LISTS)), "waiting")
    found = queries.list_proposals(current_viewer(), which, read_page_number(request.args))
    page = presenters.list_page(current_viewer(), found, which, current_language())
    return list_answer(paged([serialize_line(line) for line in page.lines], found))


@blueprint.post("/proposals")
@permits(Action.PROPOSE)
def create() -> Response:
    """Create a proposal, submit it if the body asks for this, and return 201."""
    body = read_body(NEW)
    with committing_request():
        made = run_idempotently(lambda: _propose(current_viewer(), body))
    return created_answer(_written(made), url_for(".show", proposal_id=made))


@blueprint.get("/proposals/<proposal_id>")
@permits(Action.PROPOSE)
def show(proposal_id: str) -> Response:
    """Return one proposal with the values that the viewer may read. Raises NotFound unless the viewer wrote the
    proposal or may decide it."""
    return entry_answer(_written(proposal_id))


@blueprint.patch("/proposals/<proposal_id>")
@permits(Action.PROPOSE)
def change(proposal_id: str) -> Response:
    """Change the viewer's unfinished proposal, submit it if the body asks for this, and return the proposal."""
    viewer = current_viewer()
    queries.get(viewer, proposal_id)
    body = read_body(CHANGED)
    with committing_request():
        proposal = queries.get_draft(viewer, proposal_id)
        require_if_match(show(proposal_id))
        form = saved_form(viewer, proposal)
        widen(form)
        found = _collected(form, body)
        proposal.note = form.note
        service.save(viewer, proposal, found.root_key, found.sound, form.raw)
        _submit(viewer, proposal, body)
    return show(proposal_id)


@blueprint.post("/proposals/<proposal_id>/<any(submit, publish, withdraw):step>")
@permits(Action.PROPOSE)
def move(proposal_id: str, step: str) -> Response:
    """Submit, publish or withdraw a proposal, and return the proposal."""
    with committing_request():
        moved = run_idempotently(lambda: _take(current_viewer(), proposal_id, STEPS[step]))
    return show(moved)


@blueprint.post("/proposals/<proposal_id>/undo")
@permits(Action.PROPOSE)
def undo(proposal_id: str) -> Response:
    """Submit a new proposal that takes back a published one, with a reason, and return the new proposal."""
    queries.get(current_viewer(), proposal_id)
    reason = read_body(REASONED)["reason"].strip()
    with committing_request():
        made = run_idempotently(
            lambda: _take(current_viewer(), proposal_id, lambda viewer, one: service.undo(viewer, one, reason))
        )
    return show(made)


@blueprint.post("/proposals/<proposal_id>/refuse")
@permits(Action.PUBLISH)
def refuse(proposal_id: str) -> Response:
    """Refuse another person's proposal with a reason, and return the proposal."""
    queries.get(current_viewer(), proposal_id)
    reason = read_body(REASONED)["reason"].strip()
    with committing_request():
        run_idempotently(
            lambda: _take(current_viewer(), proposal_id, lambda viewer, one: service.refuse(viewer, one, reason))
        )
    return show(proposal_id)


@blueprint.post("/proposals/<proposal_id>/changes/<int:number>/source")
@permits(Action.PUBLISH)
def amend_source(proposal_id: str, number: int) -> Response:
    """Amend the source of one change of another person's proposal, and return the proposal."""
    queries.get(current_viewer(), proposal_id)
    body = read_body(SOURCE)
    stated = StatedSource(tuple(body["sources"]), body.get("source_date", ""), body["confidence"])
    wrong = {PLACES[name]: [message] for name, message in stated.problems().items()}
    if wrong:
        raise BodyRefused(wrong)
    typed = TypedSource(number, stated)
    with committing_request():
        run_idempotently(
            lambda: _take(
                current_viewer(), proposal_id, lambda viewer, one: amend(viewer, one, queries.change_set_of(one), typed)
            )
        )
    return show(proposal_id)


def _written(proposal_id: str) -> dict[str, Any]:
    viewer = current_viewer()
    return serialize_proposal(viewer, queries.get(viewer, proposal_id), current_language())


def _propose(viewer: Viewer, body: Mapping[str, Any]) -> str:
    form, _opened = start_form(viewer, {"kind": body["kind"], "key": body.get("id", "")})
    if form.key:
        require_if_match(current_answer(form.model.KIND, form.key))
    about, follows = (form.model.KIND, form.key), body.get("follows", "")
    if follows:
        get_refused(viewer, follows, about)
    found = _collected(form, body)
    proposal = service.propose(viewer, found.entry_key, found.sound, note=form.note, form=form.raw, follows=follows)
    _submit(viewer, proposal, body)
    return proposal.id


def _collected(form: EntryForm, body: Mapping[str, Any]) -> CollectedChanges:
    places = fill(form, body)
    found = collect(form)
    if found.faults:
        raise BodyRefused(errors_in_body(found.faults, places))
    return found


def _submit(viewer: Viewer, proposal: Proposal, body: Mapping[str, Any]) -> None:
    if body.get("submit"):
        service.submit(viewer, proposal)


def _take(viewer: Viewer, proposal_id: str, step: Callable[[Viewer, Proposal], Proposal | None]) -> str:
    proposal = queries.get(viewer, proposal_id)
    require_if_match(show(proposal_id))
    return (step(viewer, proposal) or proposal).id
