"""Builds the forms of rounds with their choices, for pages and for the API."""

from collections.abc import Mapping, Sequence
from typing import Any

from flask_babel import gettext as _

from directory import collation, i18n
from directory.access.viewer import Viewer
from directory.consultations.presenters import choices
from directory.drafts.presenters.outlines import ShareableOutline, outline_of_draft
from directory.drafts.queries.drafts import content_of
from directory.i18n import territory_name
from directory.models import Draft, FocalPoint, QuestionRound
from directory.proposals.labels import entry_labels
from directory.rounds.forms import AddStateForm, RoundForm, round_form
from directory.rounds.queries import list_askable_desks, list_present
from directory.rounds.service.asking import AskedState, RoundQuestion
from directory.treaties.queries import list_shared
from directory.vocabulary import REQUEST_ITEMS


def question_form(
    viewer: Viewer, desks: Mapping[str, Sequence[FocalPoint]], filled_in: Mapping[str, Any], sent: Any = None
) -> RoundForm:
    """Return the form of a question to these States, with its choices and the values `filled_in`. `sent` is the body of
    an API request, or None."""
    language = i18n.current_language()
    labels = entry_labels([one for found in desks.values() for one in found], language)
    offered = {code: [(one.key, labels[one.key]) for one in found] for code, found in desks.items()}
    form = round_form(offered, filled_in, sent)
    form.home = viewer.jurisdiction
    form.measure.choices, form.offence.choices = choices.measures(), choices.offences()
    form.stage.choices = choices.stages()
    form.treaty.choices = _treaties(viewer, tuple(desks), language)
    form.written_in.choices = [(code, i18n.language_name(code, language)) for code in i18n.LANGUAGES]
    form.written_in.data = form.written_in.data or language
    form.written_in.label.text = _("Language of the question and of the answer that you would like")
    # Offices of the own State alone: a sentence with an office of an asked State would tell the others of it.
    form.phrases.states = (viewer.jurisdiction,)
    return form


def question_of(form: RoundForm) -> RoundQuestion:
    """Return the question in a form."""
    return RoundQuestion(
        measure=form.measure.data,
        offence=form.offence.data,
        urgency=form.urgency.data,
        subject=form.subject.data,
        words=form.words(),
        stage=form.stage.data or "",
        treaty=form.treaty.data or "",
        outline=tuple(code for code in REQUEST_ITEMS if code in (form.outline.data or ())),
    )


def states_of(form: RoundForm) -> list[AskedState]:
    """Return the desks in a form, each with the text for its State alone."""
    return [AskedState(form.desk(code), form.line(code)) for code in form.states]


def outline_of(draft: Draft) -> list[str]:
    """Return the codes of REQUEST_ITEMS that a draft has."""
    return [one.code for one in _draft_outline(draft).outline.items if one.is_there and one.code in REQUEST_ITEMS]


def marks_of(draft: Draft) -> Mapping[str, str]:
    """Return a mapping from the code of each item of a draft to a digest of its content."""
    return _draft_outline(draft).marks


def add_form(viewer: Viewer, asked: QuestionRound, sent: Any = None) -> AddStateForm:
    """Return the form that adds a State to a round. It offers the desks of States that are not asked now."""
    form = AddStateForm(sent) if sent is not None else AddStateForm()
    language, present = i18n.current_language(), [one.consultation.to_jurisdiction_key for one in list_present(asked)]
    form.others = tuple(present)
    found = {code: desks for code, desks in list_askable_desks(viewer).items() if code not in present}
    labels = entry_labels([one for desks in found.values() for one in desks], language)
    names = collation.sorted_by_name([(code, territory_name(code, language)) for code in found], lambda pair: pair[1])
    form.desk.choices = [
        ("", ""),
        *((one.key, f"{name}: {labels[one.key]}") for code, name in names for one in found[code]),
    ]
    return form


def _draft_outline(draft: Draft) -> ShareableOutline:
    return outline_of_draft(content_of(draft), i18n.current_language())


def _treaties(viewer: Viewer, states: tuple[str, ...], language: str) -> choices.Choices:
    """Return an empty choice, then the treaties in which the viewer's State and all asked States take part. A treaty of
    some of them would tell the others of it."""
    found = list_shared({viewer.jurisdiction, *states} - {""})
    return [(choices.UNDECIDED, ""), *entry_labels(found, language).items()]
