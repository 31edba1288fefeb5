"""Builds the forms of consultations with their choices, for pages and for the API."""

from collections.abc import Mapping
from typing import Any, TypeVar

from flask_babel import gettext as _

from directory.access.viewer import Viewer
from directory.consultations.forms.actions import AFTER, AskForm
from directory.consultations.forms.text_fields import PersonalDataCheckedForm
from directory.consultations.presenters import choices
from directory.consultations.queries.people import desk_of
from directory.consultations.service.asking import DeskQuestion
from directory.models import Consultation, FocalPoint

FormWithText = TypeVar("FormWithText", bound=PersonalDataCheckedForm)


def ask_form(
    viewer: Viewer, desk: FocalPoint, language: str, filled_in: Mapping[str, Any], sent: Any = None
) -> AskForm:
    """Return the form of a question to a desk, with its choices and the values `filled_in`. The reader's language is
    preselected.

    `sent` is the body of an API request; without `sent`, the form reads the page request.
    """
    form = AskForm(sent, **filled_in) if sent is not None else AskForm(**filled_in)
    form.measure.choices, form.offence.choices = choices.measures(), choices.offences()
    form.treaty.choices = choices.treaties(viewer, desk, language)
    form.written_in.choices = choices.languages(desk, language)
    form.written_in.data = form.written_in.data or language
    form.written_in.label.text = _("Language of the question and of the answer that you would like")
    return form


def offer_languages(form: FormWithText, consultation: Consultation, language: str) -> FormWithText:
    """Set the languages that a form offers, those of the desk's authority and State first. The reader's language is
    preselected."""
    form.written_in.choices = choices.languages(desk_of(consultation), language)
    form.written_in.data = form.written_in.data or language
    return form


def question_of(form: AskForm, desk: str) -> DeskQuestion:
    """Return the question in a form. Date and reference of a formal request count only if the form says that the
    request was sent."""
    is_sent = form.when.data == AFTER
    return DeskQuestion(
        desk=desk,
        measure=form.measure.data,
        offence=form.offence.data,
        urgency=form.urgency.data,
        subject=form.subject.data,
        words=form.words(),
        treaty=form.treaty.data or "",
        formal_request_on=form.sent_on.data if is_sent else None,
        reference=form.reference.data if is_sent else "",
    )
