"""Makes documents of drafts. Identities of persons are not stored."""

from collections.abc import Sequence

from flask import make_response
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from directory import clock
from directory.access.current_viewer import current_viewer, signed_in
from directory.accounts import attempt_limits
from directory.audit.chain import record
from directory.drafts import choices
from directory.drafts.content import DraftContent
from directory.drafts.forms.actions import APART, DOCX, ExportForm, export_form, identities_of
from directory.drafts.presenters.document import paper_of
from directory.drafts.presenters.pages import document_languages, roles
from directory.drafts.queries.desk_answers import DeskAnswer, answers_shown, list_answers
from directory.drafts.queries.drafts import content_of
from directory.drafts.service.counting import count_document
from directory.drafts.service.writing import require_room
from directory.drafts.views.blueprint import blueprint, draft_of, form_page, record_shown
from directory.errors import InvalidInput
from directory.formats.docx_files import write_docx
from directory.formats.fonts import MissingGlyphs
from directory.formats.papers import Paper
from directory.formats.pdf_files import write_pdf
from directory.i18n import current_language
from directory.transaction import committing
from directory.web.concurrency_limit import Overloaded, overloaded_answer, slot

NOT_SHOWN = _l("No font here shows these characters: %(characters)s. Take them out, or make a DOCX file.")
TYPES = {
    "docx": "application/vnd.openxmlformats-officedocument.wordprocessingml.document",
    "pdf": "application/pdf",
}


@blueprint.route("/drafts/<public_id>/document", methods=["GET", "POST"])
@signed_in
def document(public_id: str) -> ResponseReturnValue:
    """Show the form for the document of a draft. If the form was sent, record and count the document and send it as a
    file.

    If the site is busy or the document fails, the form is shown again with an error.
    """
    draft = draft_of(public_id)
    content = content_of(draft)
    form = _form(content)
    if form.validate_on_submit():
        try:
            require_room(content)
            with slot():
                attempt_limits.count_attempt("document", current_viewer().account_id)
                answers = list_answers(current_viewer(), draft, form.language.data)
                return _file(public_id, form, _paper(content, form, answers), content, answers)
        except Overloaded as crowded:
            form.form_errors.append(crowded.message)
            return overloaded_answer(form_page("document", public_id, form)[0], crowded)
        except InvalidInput as refused:
            form.form_errors.append(refused.message)
        except MissingGlyphs as missing:
            named = "; ".join(f"{one} (U+{ord(one):04X}, {where})" for one, where in missing.places.items())
            form.form_errors.append(str(NOT_SHOWN) % {"characters": named})
    return form_page("document", public_id, form)


def _form(content: DraftContent) -> ExportForm:
    form = export_form([(person.number, label) for person, label in roles(content)])
    own, accepted = document_languages(current_viewer(), content)
    language = current_language()
    form.language.choices = choices.languages(own, language)
    others = [one for one in accepted if one.code not in own[:1]]
    named = choices.second_languages(others, language, by=content.requested)
    form.other.choices = [("", _("none")), *named]
    if not form.is_submitted():
        form.other.data = next((one.code for one in others), "")
    return form


def _paper(content: DraftContent, form: ExportForm, answers: Sequence[DeskAnswer]) -> Paper:
    chosen = dict.fromkeys(code for code in (form.language.data, form.other.data) if code)
    return paper_of(
        current_viewer(),
        content,
        list(chosen),
        clock.now(),
        identities_of(form),
        answers=answers,
        is_side_by_side=form.layout.data != APART,
    )


def _file(
    public_id: str, form: ExportForm, paper: Paper, content: DraftContent, answers: Sequence[DeskAnswer]
) -> ResponseReturnValue:
    kind = form.file_format.data
    response = make_response(write_docx(paper) if kind == DOCX else write_pdf(paper))
    record_shown(answers_shown(answers))
    with committing():
        record(current_viewer().account_id, "draft_document_made", draft_of(public_id).entry_key)
        count_document(current_viewer(), content.measures, clock.today())
    response.mimetype = TYPES[kind]
    response.headers["Content-Disposition"] = f'attachment; filename="draft-{public_id}.{kind}"'
    return response
