"""The page that shares the outline of a draft in a consultation."""

from typing import Any

from flask import redirect, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import lazy_gettext as _l

from directory.access.current_viewer import current_viewer, signed_in
from directory.consultations.queries import threads
from directory.drafts import choices
from directory.drafts.content import DraftContent
from directory.drafts.forms.outlines import OutlineForm
from directory.drafts.presenters.outlines import ShareableOutline, outline_of_draft, thread_labels
from directory.drafts.presenters.pages import document_languages
from directory.drafts.queries.drafts import content_of
from directory.drafts.queries.findings import desk_to_ask
from directory.drafts.queries.outlines import list_open
from directory.drafts.service import outlines
from directory.drafts.views.blueprint import blueprint, draft_of, form_page
from directory.errors import InvalidInput
from directory.forms import run_on_submit
from directory.i18n import current_language
from directory.vocabulary import Urgency

# The group of sentences that a desk is most often asked with an outline.
SUGGESTED = "content"
CHANGED = _l(
    "What would be shared has changed while you looked. It is shown as it is now: look again, and send it again."
)


@blueprint.route("/drafts/<public_id>/outline", methods=["GET", "POST"])
@signed_in
def outline(public_id: str) -> ResponseReturnValue:
    """Show the outline that can be shared. If the form was sent, share the ticked parts."""
    content = content_of(draft_of(public_id))
    offered = outline_of_draft(content, current_language())
    form = _form(content, offered)
    if run_on_submit(form, lambda: _share(public_id, form)):
        asked = url_for("consultations.show", public_id=form.consultation.data, _anchor="newest")
        return redirect(asked, 303)
    form.seen.data = offered.stamp
    asking = {"ask": _asking(public_id, content), "ask_several": _asking_several(public_id, content)}
    return form_page("outline", public_id, form, offered=offered.line, **asking)


def _asking(public_id: str, content: DraftContent) -> str:
    if not content.requested:
        return ""
    desk = desk_to_ask(current_viewer(), content, current_language())
    where: dict[str, Any] = {"desk": desk or None, "state": None if desk else content.requested}
    return url_for("consultations.new", **where, **_question(public_id, content))


def _asking_several(public_id: str, content: DraftContent) -> str:
    states: dict[str, Any] = {"with": [*filter(None, [content.requested]), *content.team], "change": 1}
    return url_for("rounds.new", **states, **_question(public_id, content))


def _question(public_id: str, content: DraftContent) -> dict[str, Any]:
    return {
        "measure": next(iter(content.measures), None),
        "offence": content.offence,
        "treaty": next(iter(content.treaties), None),
        "urgency": Urgency.URGENT if content.is_urgent else Urgency.NORMAL,
        "draft": public_id,
    }


def _form(content: DraftContent, offered: ShareableOutline) -> OutlineForm:
    viewer, language, line = current_viewer(), current_language(), offered.line
    whole, codes = offered.outline, [item.code for item in offered.outline.items]
    held = {"measures": whole.measures, "treaties": whole.treaties, "checklist": codes, "seen": offered.stamp}
    threads_open = thread_labels(list_open(viewer, content.requested), language)
    named = threads_open[0][0] if len(threads_open) == 1 else request.args.get("consultation")
    form = OutlineForm(data=held | {"written_in": language, "consultation": named})
    form.consultation.choices = threads_open
    form.phrases.states = tuple(filter(None, (content.requesting, content.requested)))
    form.phrases.suggest(SUGGESTED)
    form.measures.choices = list(zip(whole.measures, line.measures, strict=True))
    form.treaties.choices = [(link.key, link.text.text) for link in line.treaties]
    form.checklist.choices = [(code, one.label.text) for code, one in zip(codes, line.items, strict=True)]
    own, accepted = document_languages(viewer, content)
    form.written_in.choices = choices.languages([*own, *(one.code for one in accepted)], language)
    return form


def _share(public_id: str, form: OutlineForm) -> None:
    viewer, draft = current_viewer(), draft_of(public_id)
    offered = outline_of_draft(content_of(draft), current_language())
    if form.seen.data != offered.stamp:
        raise InvalidInput(CHANGED)
    chosen = offered.only(form.measures.data, form.treaties.data, form.checklist.data)
    consultation = threads.get(viewer, form.consultation.data)
    outlines.share(viewer, draft, consultation, chosen, offered.marks, form.words())
