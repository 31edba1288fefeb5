"""Pages to begin, copy, compare, restore, keep and delete drafts."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.datastructures import MultiDict

from directory import clock, i18n
from directory.access.current_viewer import current_viewer, signed_in
from directory.atlas.joint_question import MOST_FURTHER, usable_states
from directory.atlas.question import Offence
from directory.atlas.question_arguments import read_question
from directory.consultations.forms.actions import SentForm
from directory.consultations.queries import threads
from directory.drafts import choices
from directory.drafts.forms.actions import ButtonForm, CopyForm, StartForm
from directory.drafts.presenters import changes
from directory.drafts.queries.drafts import content_of
from directory.drafts.service import retention, sending, writing
from directory.drafts.service.filling import prefilled
from directory.drafts.views.blueprint import blueprint, draft_of, form_page, owned
from directory.errors import InvalidInput
from directory.forms import chosen_words, run_on_submit, status_of
from directory.i18n import current_language
from directory.transaction import committing
from directory.vocabulary import Urgency

# The query parameter that names further States of a joint investigation.
ALSO = "also"


@blueprint.route("/drafts/new", methods=["GET", "POST"])
@signed_in
def new() -> ResponseReturnValue:
    """Show the form for a new draft, filled in from the atlas's query parameters or from a consultation. If the form
    was sent, begin the draft."""
    form = _start_form()
    made: list[str] = []
    if run_on_submit(form, lambda: made.append(_begun(form))):
        return redirect(url_for(".part", public_id=made[0], part="parties"), 303)
    further = [i18n.territory_name(code, current_language()) for code in _others()]
    known = chosen_words(form.requesting, form.requested, form.measures, form.offence)
    return render_template("drafts/new.html", form=form, known=known, further=further), status_of(form)


@blueprint.route("/drafts/<public_id>/copy", methods=["GET", "POST"])
@signed_in
def copy(public_id: str) -> ResponseReturnValue:
    """Show the form to copy a draft. If the form was sent, copy the draft for another State and show the
    differences."""
    form, made = CopyForm(), []
    form.requested.choices = choices.states(current_language())
    if run_on_submit(form, lambda: made.append(_copied(public_id, form.requested.data))):
        return redirect(url_for(".differences", public_id=made[0], of=public_id), 303)
    return form_page("copy", public_id, form)


@blueprint.get("/drafts/<public_id>/differences")
@signed_in
def differences(public_id: str) -> str:
    """Show how a draft differs from the draft in the query parameter `of`."""
    viewer, language = current_viewer(), current_language()
    first, second = (content_of(draft_of(one)) for one in (request.args.get("of", ""), public_id))
    found = changes.differences(viewer, first, second, language)
    return render_template("drafts/differences.html", public_id=public_id, found=found)


@blueprint.post("/drafts/<public_id>/versions/<int:number>")
@signed_in
def restore(public_id: str, number: int) -> ResponseReturnValue:
    """Store the content of an earlier version again, as a new version."""
    with committing():
        writing.restore(current_viewer(), draft_of(public_id), number)
    return redirect(url_for(".show", public_id=public_id), 303)


@blueprint.post("/drafts/<public_id>/keep")
@signed_in
def keep(public_id: str) -> ResponseReturnValue:
    """Exempt a draft of the viewer from deletion by age, or end the exemption."""
    with committing():
        retention.keep(owned(public_id), is_kept=request.form.get("keep") == "yes")
    return redirect(url_for(".show", public_id=public_id), 303)


@blueprint.route("/drafts/<public_id>/sent", methods=["GET", "POST"])
@signed_in
def note_sent(public_id: str) -> ResponseReturnValue:
    """Write down when and by which channel the request of a draft was sent."""
    draft = draft_of(public_id)
    form = SentForm(data={"sent_on": draft.sent_on or clock.today(), "channel": draft.sent_channel})

    def act() -> None:
        sending.note_sent(current_viewer(), draft_of(public_id), form.sent_on.data, form.channel.data or "")

    if run_on_submit(form, act):
        return redirect(url_for(".show", public_id=public_id, _anchor="sent"), 303)
    return form_page("sent", public_id, form)


@blueprint.route("/drafts/<public_id>/delete", methods=["GET", "POST"])
@signed_in
def delete(public_id: str) -> ResponseReturnValue:
    """Ask the owner to confirm. If the form was sent, delete the draft for good."""
    owned(public_id)
    form = ButtonForm()
    if run_on_submit(form, lambda: retention.delete(current_viewer(), owned(public_id))):
        return redirect(url_for(".index"), 303)
    return form_page("delete", public_id, form)


def _begun(form: StartForm) -> str:
    viewer = current_viewer()
    content = prefilled(viewer, form.data | {"others": _others()}, _offence(), current_language())
    asked = request.args.get("consultation")
    consultation = threads.get_real(viewer, asked) if asked else None
    return writing.start(viewer, content, consultation=consultation).public_id


def _others() -> list[str]:
    return usable_states(request.args.getlist(ALSO))[:MOST_FURTHER]


def _offence() -> Offence:
    try:
        return read_question(request.args).offence
    except InvalidInput:
        return Offence()


def _asked() -> MultiDict[str, str]:
    """Return the query parameters. If they name a consultation, States, measure, offence, stage and urgency are
    taken from the consultation. Raises NotFound if the viewer has no seat in the consultation."""
    asked: MultiDict[str, str] = MultiDict(request.args)
    if public_id := asked.get("consultation"):
        thread = threads.get_real(current_viewer(), public_id)
        asked["from"], asked["to"] = thread.from_jurisdiction_key, thread.to_jurisdiction_key
        asked["measure"], asked["offence"], asked["stage"] = thread.measure, thread.offence, thread.stage
        asked["urgent"] = "1" if thread.urgency == Urgency.URGENT else ""
    return asked


def _start_form() -> StartForm:
    viewer, language, asked = current_viewer(), current_language(), _asked()
    form = StartForm(
        data={
            "requesting": asked.get("from", viewer.jurisdiction),
            "requested": asked.get("to", ""),
            "measures": asked.getlist("measure"),
            "offence": asked.get("offence", "tip"),
            "stage": asked.get("stage", ""),
            "is_urgent": asked.get("urgent") == "1",
        }
    )
    form.requesting.choices = form.requested.choices = choices.states(language)
    form.measures.choices, form.offence.choices = choices.measures(), choices.offences()
    form.stage.choices = choices.stages()
    return form


def _copied(public_id: str, requested: str) -> str:
    viewer = current_viewer()
    return writing.copy(viewer, draft_of(public_id), requested).public_id
