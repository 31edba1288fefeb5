"""Pages that share a draft with co-workers of the same authority."""

from flask import redirect, url_for
from flask.typing import ResponseReturnValue

from directory import collation
from directory.access.current_viewer import current_viewer, signed_in
from directory.consultations.forms.actions import CoworkerForm
from directory.drafts.presenters.pages import readers_of
from directory.drafts.queries.drafts import list_coworkers
from directory.drafts.service import retention
from directory.drafts.views.blueprint import blueprint, form_page, owned
from directory.forms import run_on_submit
from directory.transaction import committing


@blueprint.route("/drafts/<public_id>/co-workers", methods=["GET", "POST"])
@signed_in
def coworkers(public_id: str) -> ResponseReturnValue:
    """Show the people with whom the viewer shares a draft. If the form was sent, share the draft with one more
    person."""
    draft, form = owned(public_id), CoworkerForm()
    named = [(str(one.id), one.name) for one in list_coworkers(draft)]
    form.account.choices = collation.sorted_by_name(named, lambda pair: pair[1])
    if run_on_submit(form, lambda: retention.share(current_viewer(), owned(public_id), int(form.account.data))):
        return redirect(url_for(".coworkers", public_id=public_id), 303)
    return form_page("coworkers", public_id, form, readers=readers_of(owned(public_id)))


@blueprint.post("/drafts/<public_id>/co-workers/<int:number>/remove")
@signed_in
def remove_coworker(public_id: str, number: int) -> ResponseReturnValue:
    """End a colleague's access to a draft that the viewer owns."""
    with committing():
        retention.unshare(current_viewer(), owned(public_id), number)
    return redirect(url_for(".coworkers", public_id=public_id), 303)
