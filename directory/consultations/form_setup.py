"""Builds the forms of consultations with their choices, for pages and for the API."""

from collections.abc import Mapping
from typing import Any, TypeVar

from flask_babel import gettext as _
from wtforms.fields.choices import SelectChoice

from directory import clock
from directory.access.viewer import Viewer
from directory.consultations.encryption import REFERENCE, cipher_of
from directory.consultations.forms.actions import AFTER, AnswerForm, AskForm, SentRequestForm
from directory.consultations.forms.text_fields import PersonalDataCheckedForm, PhrasedForm
from directory.consultations.presenters import choices
from directory.consultations.queries.people import desk_of
from directory.consultations.service.answering import Reply
from directory.consultations.service.asking import DeskQuestion
from directory.consultations.service.sending import SentRequest
from directory.models import Consultation, FocalPoint
from directory.vocabulary import OUTCOMES_AFTER_SENDING, OUTCOMES_BEFORE_SENDING, PASSED_ON, REQUEST_ITEMS

FormWithText = TypeVar("FormWithText", bound=PersonalDataCheckedForm)


def ask_form(
    viewer: Viewer, desk: FocalPoint, language: str, filled_in: Mapping[str, Any], sent: Any = None
) -> AskForm:
    """Return the form of a question to a desk, with its choices and the values `filled_in`. The reader's language is
    preselected.

    `sent` is the body of an API request. If `sent` is None, the form takes its input from the present request.
    """
    form = AskForm(sent, **filled_in) if sent is not None else AskForm(**filled_in)
    form.measure.choices, form.offence.choices = choices.measures(), choices.offences()
    form.stage.choices = choices.stages()
    form.treaty.choices = choices.treaties(viewer, desk, language)
    form.earlier.choices = choices.earlier(viewer, desk, language)
    form.written_in.choices = choices.languages(desk, language)
    form.written_in.data = form.written_in.data or language
    form.written_in.label.text = _("Language of the question and of the answer that you would like")
    form.phrases.states = tuple(filter(None, (viewer.jurisdiction, desk.authority.jurisdiction_key)))
    return form


def offer_languages(form: FormWithText, consultation: Consultation, language: str) -> FormWithText:
    """Set the languages that a form offers; languages of the desk's authority and State come first. The reader's
    language is preselected. Sentences of the phrasebook offer the offices of both States."""
    form.written_in.choices = choices.languages(desk_of(consultation), language)
    form.written_in.data = form.written_in.data or language
    if isinstance(form, PhrasedForm):
        form.phrases.states = (consultation.from_jurisdiction_key, consultation.to_jurisdiction_key)
    return form


def offer_answers(form: AnswerForm, consultation: Consultation, language: str) -> AnswerForm:
    """Set the choices of an answer: outcomes, institutions of the asked State, and languages. The outcomes depend on
    whether the request was sent."""
    outcomes = OUTCOMES_BEFORE_SENDING if consultation.formal_request_on is None else OUTCOMES_AFTER_SENDING
    form.outcome.choices = [SelectChoice(code, term.label) for code, term in outcomes.items()]
    form.passed_on_to.choices = choices.institutions(consultation, language)
    return offer_languages(form, consultation, language)


def reply_of(form: AnswerForm) -> Reply:
    """Return the answer in a form. The institution is used only if the request was passed on."""
    passed_on_to = form.passed_on_to.data or "" if form.outcome.data == PASSED_ON else ""
    return Reply(form.outcome.data, form.missing.data or (), form.words(), passed_on_to)


def sent_form(consultation: Consultation, filled_in: Mapping[str, Any], sent: Any = None) -> SentRequestForm:
    """Return the form about the formal request that was sent.

    If the consultation records the formal request, the form shows the recorded day and channel. If not, the form shows
    the values in `filled_in`, and today if `filled_in` has no day. The reference always comes from the consultation.
    `sent` is the body of an API request, or None.
    """
    known: dict[str, Any] = {"sent_on": clock.today(), **filled_in}
    if consultation.formal_request_on is not None:
        known = {"sent_on": consultation.formal_request_on, "channel": consultation.sent_channel}
    known |= {"reference": _reference_of(consultation)}
    return SentRequestForm(sent, data=known) if sent is not None else SentRequestForm(data=known)


def sent_of(form: SentRequestForm) -> SentRequest:
    """Return the data on the formal request that were entered in a form."""
    return SentRequest(form.sent_on.data, form.channel.data or "", form.reference.data or "")


def about_earlier(consultation: Consultation) -> dict[str, Any]:
    """Return the initial values of the form for a further question about the request of this consultation. These values
    state that the request was already sent. The caller checks that the viewer has a seat."""
    return {
        "measure": consultation.measure,
        "offence": consultation.offence,
        "stage": consultation.stage,
        "treaty": consultation.treaty_key or "",
        "urgency": consultation.urgency,
        "when": AFTER,
        "sent_on": consultation.formal_request_on,
        "channel": consultation.sent_channel,
        "reference": _reference_of(consultation),
        "earlier": consultation.public_id,
    }


def _reference_of(consultation: Consultation) -> str:
    is_kept = consultation.wrapped_key is not None
    return cipher_of(consultation).open(REFERENCE, consultation.sealed_reference) if is_kept else ""


def question_of(form: AskForm, desk: str) -> DeskQuestion:
    """Return the question in a form. Values about a formal request are used only if the request was sent."""
    is_sent = form.when.data == AFTER
    return DeskQuestion(
        desk=desk,
        measure=form.measure.data,
        offence=form.offence.data,
        urgency=form.urgency.data,
        subject=form.subject.data,
        words=form.words(),
        stage=form.stage.data or "",
        treaty=form.treaty.data or "",
        formal_request_on=form.sent_on.data if is_sent else None,
        reference=form.reference.data if is_sent else "",
        sent_channel=(form.channel.data or "") if is_sent else "",
        earlier=(form.earlier.data or "") if is_sent else "",
        outline=tuple(code for code in REQUEST_ITEMS if code in (form.outline.data or ())),
    )
