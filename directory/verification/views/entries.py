"""Pages to confirm and correct an entry, through the link of a campaign or as a signed-in person."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.errors import InvalidInput
from directory.i18n import current_language
from directory.models import Entry
from directory.transaction import committing
from directory.verification.forms import CorrectionForm, correction_form
from directory.verification.presenters import entries as presenters
from directory.verification.queries.campaigns import get_by_token, get_recipient
from directory.verification.queries.entries import get_entry
from directory.verification.service import entries as service

blueprint = Blueprint("verification_entries", __name__)


@blueprint.get("/verification/asked/<list_token>")
def asked(list_token: str) -> str:
    """List the entries about which a campaign asks one recipient. Each entry that was not answered has a link."""
    recipient, language = get_recipient(list_token), current_language()
    lines = presenters.asked_lines(recipient, language)
    not_asked = None if lines else presenters.not_asked(recipient, language)
    answer = request.args.get("answer", "")
    return render_template("verification/asked.html", lines=lines, not_asked=not_asked, token=list_token, answer=answer)


@blueprint.get("/verification/confirm/<token>")
def show(token: str) -> str:
    """Show the entry to which a campaign's link leads. Changes nothing, since mail programs open links too."""
    asked = get_by_token(token)
    page = presenters.page(current_viewer(), get_entry(*asked.entry_key), current_language(), has_link=True)
    correct = url_for(".correct", token=token, asked=_list())
    return render_template("verification/confirm.html", page=page, correct=correct)


@blueprint.post("/verification/confirm/<token>")
def confirm(token: str) -> Response:
    """Confirm all details that were shown. The link then stops working. Raises Conflict if a detail has changed since
    it was shown."""
    with committing():
        asked = get_by_token(token)
        entry = get_entry(*asked.entry_key)
        service.require_version(current_viewer(), entry, request.form.get("version", ""), has_link=True)
        office = service.office_that_keeps(entry)
        service.confirm(current_viewer(), entry, current_language(), office=office, campaign_id=asked.campaign_id)
    return _done(entry, "confirmed")


@blueprint.get("/verification/confirm/<token>/correct")
def correct(token: str) -> str:
    """Show the form for corrections of an entry. Changes nothing."""
    entry = get_entry(*get_by_token(token).entry_key)
    page = presenters.page(current_viewer(), entry, current_language(), has_link=True)
    return render_template("verification/correct.html", page=page, form=_form(page))


@blueprint.post("/verification/confirm/<token>/correct")
def send_correction(token: str) -> ResponseReturnValue:
    """Propose the corrections of an office. If the form says so, also confirm the remaining details. The link then
    stops working.

    Raises Conflict if a detail has changed since it was shown.
    """
    viewer, entry = current_viewer(), get_entry(*get_by_token(token).entry_key)
    page = presenters.page(viewer, entry, current_language(), has_link=True)
    form = _form(page)
    if form.validate():
        try:
            with committing():
                _correct(viewer, token, page, form)
            return _done(entry, "corrected")
        except InvalidInput as refused:
            form.form_errors.append(str(refused))
    return render_template("verification/correct.html", page=page, form=form), 400


@blueprint.get("/verification/verify")
@permits(Action.CONFIRM)
def look() -> str:
    """Show an entry to a person who may confirm it without a campaign's link."""
    viewer, entry = current_viewer(), get_entry(request.args.get("kind", ""), request.args.get("key", ""))
    service.require_confirm(viewer, entry)
    page = presenters.page(viewer, entry, current_language(), has_link=False)
    return render_template("verification/confirm.html", page=page, correct="")


@blueprint.post("/verification/verify")
@permits(Action.CONFIRM)
def verify() -> Response:
    """Confirm all details that were shown, in the name of the viewer's office. Raises Conflict if a detail has changed
    since it was shown."""
    viewer = current_viewer()
    with committing():
        entry = get_entry(request.args.get("kind", ""), request.args.get("key", ""))
        service.require_confirm(viewer, entry)
        service.require_version(viewer, entry, request.form.get("version", ""), has_link=False)
        service.confirm(viewer, entry, current_language())
    return _done(entry, "confirmed")


@blueprint.get("/verification/done")
def done() -> str:
    """Thank the person who answered, and link to the entry."""
    entry = get_entry(request.args.get("kind", ""), request.args.get("key", ""))
    link = presenters.entry_link(entry, current_language())
    return render_template("verification/done.html", link=link, answer=request.args.get("answer", ""))


def _form(page: presenters.EntryPage) -> CorrectionForm:
    form = correction_form([(line.label, line.text) for line in page.correctable])
    if not form.is_submitted():
        form.version.data = page.version
    return form


def _correct(viewer: Viewer, token: str, page: presenters.EntryPage, form: CorrectionForm) -> None:
    asked = get_by_token(token)
    entry = get_entry(*asked.entry_key)
    service.require_version(viewer, entry, form.version.data, has_link=True)
    corrections = {page.correctable[place].place: text for place, text in form.corrections().items()}
    service.correct(viewer, entry, current_language(), corrections, form.note.data)
    if form.others_right.data:
        service.confirm(
            viewer,
            entry,
            current_language(),
            office=service.office_that_keeps(entry),
            campaign_id=asked.campaign_id,
            but=corrections,
        )


def _list() -> str | None:
    """Return the token of the recipient's list of entries if the person came from this list, otherwise None."""
    return request.args.get("asked") or None


def _done(entry: Entry, answer: str) -> Response:
    """Redirect to the recipient's list of entries if the person came from this list, otherwise to a page of thanks."""
    if token := _list():
        return redirect(url_for(".asked", list_token=token, answer=answer), 303)
    return redirect(url_for(".done", kind=entry.KIND, key=entry.key, answer=answer), 303)
