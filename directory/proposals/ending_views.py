"""The page on which people propose the end of an entry."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.i18n import current_language
from directory.models import Entry, Proposal
from directory.proposals.ending_forms import EndingForm
from directory.proposals.endings import ending_form, get_to_end, is_lasting, propose_end, proposed_end
from directory.proposals.labels import entry_label
from directory.proposals.refused_proposals import get_refused, refused_before
from directory.proposals.taken_along import taken_along
from directory.transaction import committing

blueprint = Blueprint("endings", __name__)


@blueprint.get("/proposals/ending")
@permits(Action.PROPOSE)
def show() -> str:
    """Show the form that asks how an entry ends, and which entry replaces it."""
    entry = _asked()
    refused = _refused(entry)
    proposed = proposed_end(refused) if refused is not None else None
    return _page(entry, ending_form(entry, current_language(), proposed=proposed))


@blueprint.post("/proposals/ending")
@permits(Action.PROPOSE)
def propose() -> str | Response | tuple[str, int]:
    """Store an unfinished proposal to end the entry, and redirect to the proposal. Show an invalid form again."""
    entry = _asked()
    form = ending_form(entry, current_language())
    if not form.validate():
        return _page(entry, form), 400
    refused = _refused(entry)
    with committing():
        proposal = propose_end(current_viewer(), entry, form, refused.id if refused is not None else "")
    return redirect(url_for("proposals.show", proposal_id=proposal.id), 303)


def _asked() -> Entry:
    return get_to_end(current_viewer(), (request.args.get("kind", ""), request.args.get("key", "")))


def _refused(entry: Entry) -> Proposal | None:
    """Return the refused proposal to correct, or None if there is no query parameter `follows` with its id."""
    asked = request.args.get("follows")
    return get_refused(current_viewer(), asked, entry.entry_key) if asked else None


def _page(entry: Entry, form: EndingForm) -> str:
    name = entry_label(entry.KIND, entry.key, current_language())
    refused = refused_before(current_viewer(), request.args.get("follows"))
    along = taken_along(current_viewer(), entry, current_language()) if is_lasting(entry) else None
    return render_template(
        "proposals/ending.html", form=form, name=name, is_lasting=is_lasting(entry), refused=refused, along=along
    )
