"""The page on which the desk that was asked comments on an outline."""

from flask.typing import ResponseReturnValue

from directory.access.current_viewer import current_viewer, signed_in
from directory.consultations.form_setup import offer_languages
from directory.consultations.forms.outlines import CommentForm, comment_form
from directory.consultations.presenters.outlines import outline_line, read_outline
from directory.consultations.queries.outlines import get_outline
from directory.consultations.service import outlines
from directory.consultations.views.blueprint import (
    blueprint,
    form_page,
    thread_of_asked_desk,
    thread_of_participant,
    to_confirmation,
)
from directory.forms import run_on_submit
from directory.i18n import current_language
from directory.vocabulary import ConsultationAct


@blueprint.route("/consultations/<public_id>/outlines/<int:number>", methods=["GET", "POST"])
@signed_in
def comment(public_id: str, number: int) -> ResponseReturnValue:
    """Comment on an outline, item by item."""
    opened = get_outline(thread_of_asked_desk(public_id), number)
    items = outline_line(opened.content, current_language()).items
    form = comment_form(opened, {one.number: str(one.label) for one in items})
    offer_languages(form, thread_of_participant(public_id), current_language())
    if run_on_submit(form, lambda: _comment(public_id, number, form)):
        return to_confirmation(public_id, ConsultationAct.COMMENTED)
    consultation = thread_of_participant(public_id)
    now = get_outline(consultation, number)
    if form.form_errors:
        form.take_up(now)
    outline = read_outline(current_viewer(), consultation, now, current_language())
    return form_page("outline", public_id, form, outline=outline)


def _comment(public_id: str, number: int, form: CommentForm) -> None:
    consultation, language = thread_of_participant(public_id), form.written_in.data or ""
    outlines.comment(current_viewer(), consultation, number, form.comments(), language, form.comments_seen)
