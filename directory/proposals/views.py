"""Pages of proposals: the lists, the form of an entry, one proposal with its decision, and conflicts."""

from collections.abc import Callable, Container, Mapping
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.errors import NotFound, PageOutdated
from directory.i18n import current_language
from directory.models import Proposal
from directory.paging import page_number
from directory.proposals import (
    conflict_resolution,
    form_page,
    forms,
    narrow_forms,
    presenters,
    queries,
    refused_proposals,
    service,
)
from directory.proposals.change_set import ChangeSet
from directory.proposals.collected_changes import collect
from directory.proposals.decisions import require_version
from directory.proposals.forms import EntryForm
from directory.proposals.source_amendments import StatedSource, TypedSource, amend
from directory.proposals.starting import entry_form, preselected, saved_form, start_form
from directory.transaction import committing
from directory.vocabulary.proposals import ProposalState

blueprint = Blueprint("proposals", __name__)
Answer = str | Response | tuple[str, int]
# A function that takes a decision. It returns the proposal whose page is shown next, or None for the decided proposal.
Decision = Callable[[Viewer, Proposal, ChangeSet], Proposal | None]
STEPS = ("add", "open", "remove", "keep", "whole")


@blueprint.errorhandler(PageOutdated)
def show_anew(outdated: PageOutdated) -> Answer:
    """Show the present version of a proposal after a decision on an outdated version. Typed values are kept."""
    asked = request.view_args or {}
    page = _proposal_page(str(asked["proposal_id"]), _typed_source(asked["number"]) if "number" in asked else None)
    typed = request.form.get("reason", "")
    return render_template("proposals/show.html", page=page, message=outdated.message, reason=typed), 409


@blueprint.get("/proposals")
@permits(Action.PROPOSE)
def index() -> str:
    """Show proposals that wait for a decision, the viewer's own proposals, or decided ones."""
    which = request.args.get("list", "waiting")
    if which not in queries.LISTS:
        raise NotFound
    viewer = current_viewer()
    found = queries.list_proposals(viewer, which, page_number(request.args))
    page = presenters.list_page(viewer, found, which, current_language())
    return render_template("proposals/index.html", page=page)


@blueprint.get("/proposals/new")
@permits(Action.PROPOSE)
def new() -> str:
    """Show the form for a new proposal: a change of an existing entry, or a new entry."""
    viewer = current_viewer()
    form, opened = start_form(viewer, preselected(viewer, request.args))
    return _form_page(form, {}, opened, request.args.get("follows"))


@blueprint.post("/proposals/new")
@permits(Action.PROPOSE)
def begin() -> Answer:
    """Store the form as an unfinished proposal.

    A step (open, close, add or remove a row, or show the whole entry) stores nothing and shows the form again. A form
    with errors is stored only by the button for saving. The proposal then has no edits.
    """
    form = entry_form(current_viewer(), request.args, request.form)
    follows = _followed(form)
    if any(step in request.form for step in STEPS):
        return _step(form, follows)
    found = collect(form)
    if found.faults and "save" not in request.form:
        return _form_page(form, found.faults, follows=follows), 400
    with committing():
        proposal = service.propose(
            form.viewer, found.entry_key, found.sound, note=form.note, form=form.raw, follows=follows
        )
    return _after_saving(proposal.id)


@blueprint.get("/proposals/<proposal_id>/edit")
@permits(Action.PROPOSE)
def edit(proposal_id: str) -> str:
    """Show the saved form of an unfinished proposal."""
    proposal = queries.get_draft(current_viewer(), proposal_id)
    return _form_page(saved_form(current_viewer(), proposal), {}, follows=proposal.follows_id)


@blueprint.post("/proposals/<proposal_id>/edit")
@permits(Action.PROPOSE)
def go_on(proposal_id: str) -> Answer:
    """Store the form of an unfinished proposal, or show the form after a step. Errors are treated as in `begin`."""
    proposal = queries.get_draft(current_viewer(), proposal_id)
    form = saved_form(current_viewer(), proposal, request.form)
    if any(step in request.form for step in STEPS):
        return _step(form, proposal.follows_id)
    found = collect(form)
    if found.faults and "save" not in request.form:
        return _form_page(form, found.faults, follows=proposal.follows_id), 400
    with committing():
        proposal.note = form.note
        service.save(form.viewer, proposal, found.root_key, found.sound, form.raw)
    return _after_saving(proposal.id)


@blueprint.get("/proposals/<proposal_id>")
@permits(Action.PROPOSE)
def show(proposal_id: str) -> str:
    """Show a proposal with its values before and after, and what the viewer may do with it.

    If the query parameter `amend` is the number of a change, the page has a form for the source of this change. The
    page then offers no decision.
    """
    page = _proposal_page(proposal_id, amending=request.args.get("amend", type=int))
    return render_template("proposals/show.html", page=page)


@blueprint.post("/proposals/<proposal_id>/submit")
@permits(Action.PROPOSE)
def submit(proposal_id: str) -> Answer:
    """Submit a proposal for a decision. If an edit is in conflict, show the conflicts instead."""
    return _decide(proposal_id, service.submit, without_conflict_in=tuple(ProposalState), is_as_shown=False)


@blueprint.post("/proposals/<proposal_id>/publish")
@permits(Action.PUBLISH)
def publish(proposal_id: str) -> Answer:
    """Publish a proposal of another person. If an edit is in conflict, show the conflicts instead.

    Raises PageOutdated if the page showed another version.
    """
    return _decide(proposal_id, service.publish, without_conflict_in=(ProposalState.SUBMITTED,))


@blueprint.post("/proposals/<proposal_id>/refuse")
@permits(Action.PUBLISH)
def refuse(proposal_id: str) -> Answer:
    """Refuse a proposal of another person, with a reason. Raises PageOutdated if the page showed another version."""
    reason = request.form.get("reason", "").strip()
    return _decide(proposal_id, lambda viewer, proposal, changes: service.refuse(viewer, proposal, reason, changes))


@blueprint.post("/proposals/<proposal_id>/changes/<int:number>/source")
@permits(Action.PUBLISH)
def amend_source(proposal_id: str, number: int) -> Answer:
    """Amend the source of one change of another person's proposal. Raises PageOutdated if the page showed another
    version."""
    typed = _typed_source(number)
    if typed.stated.problems():
        return render_template("proposals/show.html", page=_proposal_page(proposal_id, typed)), 400
    return _decide(proposal_id, lambda viewer, proposal, changes: amend(viewer, proposal, changes, typed))


@blueprint.post("/proposals/<proposal_id>/withdraw")
@permits(Action.PROPOSE)
def withdraw(proposal_id: str) -> Answer:
    """Withdraw the viewer's own proposal. Raises NotFound if the viewer may not see it, and Conflict if it is
    decided."""
    # Raises NotFound for a person who may not see the proposal, before the write transaction counts toward a limit.
    queries.get(current_viewer(), proposal_id)
    return _decide(
        proposal_id, lambda viewer, proposal, _changes: service.withdraw(viewer, proposal), is_as_shown=False
    )


@blueprint.post("/proposals/<proposal_id>/undo")
@permits(Action.PROPOSE)
def undo(proposal_id: str) -> Answer:
    """Make a proposal that takes back a published proposal, with a reason. Raises PageOutdated if the page showed
    another version."""
    reason = request.form.get("reason", "").strip()
    return _decide(proposal_id, lambda viewer, proposal, _changes: service.undo(viewer, proposal, reason))


@blueprint.get("/proposals/<proposal_id>/conflict")
@permits(Action.PROPOSE)
def conflict(proposal_id: str) -> str:
    """Show the former, the stored and the proposed value of each conflict."""
    return _page(proposal_id, "proposals/conflict.html")


@blueprint.post("/proposals/<proposal_id>/conflict")
@permits(Action.PROPOSE)
def resolve(proposal_id: str) -> Answer:
    """Resolve conflicts by the choices in the form. If conflicts remain, show them."""
    proposal = queries.get(current_viewer(), proposal_id)
    with committing():
        conflict_resolution.resolve(current_viewer(), proposal, request.form)
        is_settled = proposal.state == ProposalState.WITHDRAWN or not queries.list_conflicts(proposal)
    return _to_page(proposal_id) if is_settled else _conflict_page(proposal_id)


def _page(proposal_id: str, template: str) -> str:
    return render_template(template, page=_proposal_page(proposal_id))


def _proposal_page(
    proposal_id: str, typed: TypedSource | None = None, amending: int | None = None
) -> presenters.ProposalPage:
    viewer = current_viewer()
    return presenters.page(viewer, queries.get(viewer, proposal_id), current_language(), typed, amending)


def _typed_source(number: int) -> TypedSource:
    return TypedSource(number, StatedSource.typed(request.form.to_dict(flat=False), f"{number}:"))


def _conflict_page(proposal_id: str) -> Answer:
    return _page(proposal_id, "proposals/conflict.html"), 409


def _decide(
    proposal_id: str, take: Decision, *, without_conflict_in: Container[str] = (), is_as_shown: bool = True
) -> Answer:
    """Call `take` in a write transaction with the viewer, the proposal and its change set. Redirect to the resulting
    proposal.

    `without_conflict_in` contains states. If the proposal is in one of them and has conflicts, the conflicts are shown
    and `take` is not called. If `is_as_shown` is true and the page showed another version, PageOutdated is raised.
    """
    viewer, end = current_viewer(), ""
    with committing():
        proposal = queries.get(viewer, proposal_id)
        changes = queries.change_set_of(proposal)
        if proposal.state not in without_conflict_in or not changes.conflicts:
            if is_as_shown:
                require_version(proposal, changes, request.form.get("version", ""))
            end = (take(viewer, proposal, changes) or proposal).id
    return _to_page(end) if end else _conflict_page(proposal_id)


def _followed(form: EntryForm) -> str:
    asked = request.args.get("follows")
    return refused_proposals.get_refused(form.viewer, asked, (form.model.KIND, form.key)).id if asked else ""


def _step(form: EntryForm, follows: str | None) -> str:
    step = next(step for step in STEPS if step in request.form)
    if step == "whole":
        narrow_forms.widen(form)
        return _form_page(form, {}, follows=follows)
    return _form_page(form, {}, forms.take_step(form, step, request.form[step]), follows)


def _form_page(
    form: EntryForm, errors: Mapping[str, Any], opened: int | None = None, follows: str | None = None
) -> str:
    page = form_page.view(form, errors, current_language(), opened)
    refused = refused_proposals.refused_before(form.viewer, follows)
    return render_template("proposals/edit.html", page=page, refused=refused)


def _after_saving(proposal_id: str) -> Response:
    endpoint = ".edit" if "save" in request.form else ".show"
    return redirect(url_for(endpoint, proposal_id=proposal_id), 303)


def _to_page(proposal_id: str) -> Response:
    return redirect(url_for(".show", proposal_id=proposal_id), 303)
