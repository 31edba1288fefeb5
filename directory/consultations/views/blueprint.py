"""The blueprint of consultations, and functions that find a thread, show it, and record that it was shown."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as BaseResponse

from directory.access.current_viewer import current_viewer
from directory.consultations.form_setup import about_earlier, offer_languages
from directory.consultations.forms.actions import MessageForm
from directory.consultations.presenters.calls import calls_of_thread
from directory.consultations.presenters.confirmations import confirmation
from directory.consultations.presenters.thread import ConsultationThread, thread
from directory.consultations.queries import threads
from directory.consultations.queries.threads import PAGE
from directory.consultations.service.retention import note_reading
from directory.consultations.service.sides import require_desk, require_side
from directory.forms import REFUSED, Form
from directory.i18n import current_language
from directory.models import Consultation
from directory.people.presenters.words import ActConfirmation
from directory.vocabulary import ConsultationAct, ConsultationSide

blueprint = Blueprint("consultations", __name__)
PRINT, FILE = "print", "file"
# A page shows at most this many acts, the newest ones, for slow connections. A link on the page shows all acts.
SHOWN = 50


def thread_of_participant(public_id: str) -> Consultation:
    """Return a thread in which the viewer has a seat, else raise NotFound."""
    return threads.get(current_viewer(), public_id)


def thread_of_asked_desk(public_id: str) -> Consultation:
    """Return a thread if the viewer is a member of the desk that has the question now, else raise NotFound."""
    consultation = thread_of_participant(public_id)
    require_desk(current_viewer(), consultation)
    return consultation


def thread_of_asking_side(public_id: str) -> Consultation:
    """Return a thread in which the viewer acts for the asking side, else raise NotFound."""
    consultation = thread_of_participant(public_id)
    require_side(current_viewer(), consultation, ConsultationSide.ASKING)
    return consultation


def to_confirmation(public_id: str, act: ConsultationAct, page: str = ".show") -> BaseResponse:
    """Redirect to a page of a thread. The page will confirm that the viewer has done `act`."""
    return redirect(url_for(page, public_id=public_id, done=act, _anchor="done"), 303)


def confirmed(public_id: str) -> ActConfirmation | None:
    """Return the confirmation of the act that the address names in `done`. Return None if the address names no act, or
    if the viewer's latest act in the thread is another one."""
    act = request.args.get("done")
    return confirmation(current_viewer(), thread_of_participant(public_id), act, current_language()) if act else None


def read_thread(public_id: str, way: str = PAGE) -> ConsultationThread:
    """Return a thread, and record that it is shown to the viewer. If the method is HEAD, nothing is recorded. Raises
    NotFound for a viewer without a seat.

    A page shows the newest SHOWN acts unless its address asks for all. Print and files contain all acts and no notes.
    """
    viewer, consultation = current_viewer(), thread_of_participant(public_id)
    number = consultation.id
    most = SHOWN if way == PAGE and "all" not in request.args else None
    read = thread(viewer, consultation, current_language(), with_notes=way == PAGE, most=most)
    if request.method != "HEAD":
        note_reading(viewer, number, read.newest_id, way)
    return read


def thread_page(public_id: str, form: Form) -> str:
    """Return the page of a thread with the form of a message, and record that the thread was shown."""
    page = read_thread(public_id)
    calls = calls_of_thread(current_viewer(), thread_of_participant(public_id), page.further, current_language())
    return render_template("consultations/show.html", page=page, calls=calls, form=form, done=confirmed(public_id))


def filled_in_from(public_id: str) -> dict[str, Any]:
    """Return the values of this thread that fill in the form for a new question about the same request. Record that
    the values are shown. If the method is HEAD, nothing is recorded. Raises NotFound unless the viewer acts for the
    asking side.

    Only the oldest act is recorded as shown, so that later acts stay unread.
    """
    viewer, consultation = current_viewer(), thread_of_asking_side(public_id)
    if request.method != "HEAD":
        note_reading(viewer, consultation.id, threads.list_entries(viewer, consultation)[0].id, PAGE)
    return about_earlier(consultation)


def message_form(public_id: str) -> MessageForm:
    """Return the form of a message, with the reader's own language preselected."""
    return offer_languages(MessageForm(), thread_of_participant(public_id), current_language())


def form_page(template: str, public_id: str, form: Form, **parts: object) -> ResponseReturnValue:
    """Return a page with a form beside its thread, and record that the thread was shown. The status is REFUSED if the
    form has errors."""
    shown = {"page": read_thread(public_id), "done": confirmed(public_id)}
    page = render_template(f"consultations/{template}.html", form=form, **shown, **parts)
    return (page, REFUSED) if form.errors else page
