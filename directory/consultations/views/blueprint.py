"""Where all pages of consultations hang, and how a thread is shown: whoever is shown one is written down first."""

from flask import Blueprint, render_template, request
from werkzeug.wrappers import Response

from directory.access.current_viewer import current_viewer
from directory.consultations.forms.acts import MessageForm
from directory.consultations.offered import in_languages
from directory.consultations.presenters.thread import ConsultationThread, thread
from directory.consultations.queries import threads
from directory.consultations.service.retention import note_reading
from directory.consultations.service.sides import require_desk, require_side
from directory.forms import REFUSED, Form
from directory.i18n import current_language
from directory.models import Consultation
from directory.vocabulary import ConsultationSide

blueprint = Blueprint("consultations", __name__)
Answer = str | Response | tuple[str, int]
PAGE, PRINT, FILE = "page", "print", "file"
# The newest acts on a page: more of them by a link, for slow connections.
SHOWN = 50


def thread_of_participant(public_id: str) -> Consultation:
    """Return a thread that who asks takes part in. Raises NotFound for everyone else."""
    return threads.get(current_viewer(), public_id)


def thread_of_asked_desk(public_id: str) -> Consultation:
    """Return a thread for what the asked desk alone does. Raises NotFound for everyone else, also who asked."""
    consultation = thread_of_participant(public_id)
    require_desk(current_viewer(), consultation)
    return consultation


def thread_of_asking_side(public_id: str) -> Consultation:
    """Return a thread for what the asking side alone does. Raises NotFound for everyone else, also the desk."""
    consultation = thread_of_participant(public_id)
    require_side(current_viewer(), consultation, ConsultationSide.ASKING)
    return consultation


def read_thread(public_id: str, way: str = PAGE) -> ConsultationThread:
    """Return a whole thread for its reader, and write down that they are shown it."""
    viewer, consultation = current_viewer(), thread_of_participant(public_id)
    number = consultation.id
    most = SHOWN if way == PAGE and "all" not in request.args else None
    read = thread(viewer, consultation, current_language(), with_notes=way == PAGE, most=most)
    if request.method != "HEAD":
        note_reading(viewer, number, read.newest_id, way)
    return read


def message_form(public_id: str) -> MessageForm:
    """Return the form of a message in the reader's own language."""
    return in_languages(MessageForm(), thread_of_participant(public_id), current_language())


def form_page(template: str, public_id: str, form: Form, **parts: object) -> Answer:
    """Return a page with a form beside its thread, and the status that says whether something is wrong."""
    page = render_template(f"consultations/{template}.html", page=read_thread(public_id), form=form, **parts)
    return (page, REFUSED) if form.errors else page
