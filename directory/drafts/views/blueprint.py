"""The blueprint of drafts, and functions that find a draft and render its forms."""

from collections.abc import Mapping

from flask import Blueprint, render_template, request

from directory.access.current_viewer import current_viewer
from directory.consultations.queries.threads import COMMENTS
from directory.consultations.service.retention import note_reading
from directory.drafts.presenters.pages import line_of
from directory.drafts.queries import drafts
from directory.forms import Form, status_of
from directory.i18n import current_language
from directory.models import Draft
from directory.vocabulary import DRAFT_PARTS

blueprint = Blueprint("drafts", __name__)


def draft_of(public_id: str) -> Draft:
    """Return a draft that the viewer may read, else raise NotFound."""
    return drafts.get(current_viewer(), public_id)


def owned(public_id: str) -> Draft:
    """Return a draft that the viewer owns, else raise NotFound."""
    return drafts.get_owned(current_viewer(), public_id)


def record_shown(shown: Mapping[int, int]) -> None:
    """Record that the viewer was shown statements of desks. `shown` maps the id of a consultation to the id of the
    newest act shown. If the method is HEAD, nothing is recorded."""
    for number, entry in shown.items():
        if request.method != "HEAD":
            note_reading(current_viewer(), number, entry, COMMENTS)


def form_page(template: str, public_id: str, form: Form, **parts: object) -> tuple[str, int]:
    """Return a page with a form of a draft, and its HTTP status. `parts` are further values for the template."""
    shown = {"line": line_of(draft_of(public_id), current_language()), "parts": DRAFT_PARTS}
    return render_template(f"drafts/{template}.html", form=form, **shown, **parts), status_of(form)
