"""The page on which the end of an authority or a desk is proposed."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory import clock
from directory.access.guard import current_viewer, permits, require
from directory.access.policy import Action
from directory.errors import NotFound
from directory.i18n import current_language
from directory.models import Entry
from directory.proposals import queries, service
from directory.proposals.edits import Edit, Given
from directory.proposals.ending_forms import EndingForm
from directory.proposals.rules import office_of
from directory.proposals.successions import LASTING, RETIRING, ending, retiring, successors_of
from directory.proposals.wordings import entry_label, entry_labels
from directory.transaction import committing

blueprint = Blueprint("endings", __name__)


@blueprint.get("/proposals/ending")
@permits(Action.PROPOSE)
def show() -> str:
    """Ask how an authority or a desk ends, and what takes its place."""
    entry = _asked()
    return _page(entry, _form(entry))


@blueprint.post("/proposals/ending")
@permits(Action.PROPOSE)
def propose() -> str | Response | tuple[str, int]:
    """Make a proposal of it, to be looked over and submitted."""
    entry = _asked()
    form = _form(entry)
    if not form.validate():
        return _page(entry, form), 400
    with committing():
        edits = _edits(entry, form)
        proposal = service.propose(current_viewer(), entry.entry_key, edits, note=form.note.data or "")
    return redirect(url_for("proposals.show", proposal_id=proposal.id), 303)


def _asked() -> Entry:
    entry = queries.get_entry((request.args.get("kind", ""), request.args.get("key", "")))
    if not isinstance(entry, (*LASTING, *RETIRING)):
        raise NotFound
    require(current_viewer(), Action.PROPOSE, entry.place())
    return entry


def _form(entry: Entry) -> EndingForm:
    form = EndingForm()
    successors = successors_of(entry) if isinstance(entry, LASTING) else []
    form.offer(entry_labels(successors, current_language()), is_lasting=isinstance(entry, LASTING))
    return form


def _edits(entry: Entry, form: EndingForm) -> list[Edit]:
    if isinstance(entry, RETIRING):
        return retiring(entry)
    return ending(entry, form.how.data, form.successor.data or "", _given(form))


def _given(form: EndingForm) -> Given:
    office = office_of(current_viewer()) if form.is_verified.data else ""
    verified_on = clock.today() if office else None
    return Given((form.source.data.strip(),), (form.source_date.data or "").strip(), "sourced", verified_on, office)


def _page(entry: Entry, form: EndingForm) -> str:
    name = entry_label(entry.KIND, entry.key, current_language())
    return render_template("proposals/ending.html", form=form, name=name, is_lasting=isinstance(entry, LASTING))
