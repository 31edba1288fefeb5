"""Pages of a draft, of each of its parts, and of its checklist."""

from typing import Any

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access.current_viewer import current_viewer, signed_in
from directory.drafts.content import DraftContent
from directory.drafts.forms.actions import ChecklistForm
from directory.drafts.forms.base import PartForm
from directory.drafts.forms.fields import TEXT
from directory.drafts.forms.parts import apply_form, part_form
from directory.drafts.forms.persons import PersonsForm, new_number
from directory.drafts.presenters import pages
from directory.drafts.presenters.checklist import checklist
from directory.drafts.presenters.desk_feedback import desk_comments
from directory.drafts.queries.desk_answers import answers_shown, list_answers
from directory.drafts.queries.drafts import content_of, list_drafts
from directory.drafts.service import writing
from directory.drafts.views.blueprint import blueprint, draft_of, form_page, record_shown
from directory.errors import NotFound
from directory.forms import run_on_submit
from directory.i18n import LANGUAGES, current_language
from directory.models import Draft
from directory.vocabulary import DRAFT_PARTS

# The query parameter that shows the fields of one more person.
ANOTHER = "another"


@blueprint.get("/drafts")
@signed_in
def index() -> str:
    """List the viewer's drafts, the most recently changed first."""
    lines = pages.lines_of(list_drafts(current_viewer()), current_language())
    return render_template("drafts/index.html", lines=lines)


@blueprint.get("/drafts/<public_id>")
@signed_in
def show(public_id: str) -> str:
    """Show a draft with its parts and checklist. Record that the desks' comments were shown."""
    page = pages.page(current_viewer(), draft_of(public_id), current_language())
    record_shown(page.shown)
    return render_template("drafts/show.html", page=page)


@blueprint.route("/drafts/<public_id>/<part>", methods=["GET", "POST"])
@signed_in
def part(public_id: str, part: str) -> ResponseReturnValue:
    """Show the form of one part, with texts in the language of the query parameter `in`. If the form was sent, save the
    part. Raises NotFound for an unknown part."""
    if part not in DRAFT_PARTS:
        raise NotFound
    draft, language = draft_of(public_id), _written_in()
    content = content_of(draft)
    answers = list_answers(current_viewer(), draft, current_language())
    has_new_person = bool(request.form or ANOTHER in request.args)
    form = part_form(
        current_viewer(),
        part,
        content,
        request.form,
        draft.version,
        language,
        answers=answers,
        has_new_person=has_new_person,
    )
    if run_on_submit(form, lambda: _save(public_id, part, form, language)):
        return redirect(_next(public_id, part, form, content, language), 303)
    _show_newest(form, draft)
    record_shown(answers_shown(answers, part))
    about = _about(part, content, language)
    if isinstance(form, PersonsForm):
        return form_page("persons", public_id, form, rows=form.rows(content), **about)
    return form_page("part", public_id, form, **about)


@blueprint.route("/drafts/<public_id>/checklist", methods=["GET", "POST"])
@signed_in
def check(public_id: str) -> ResponseReturnValue:
    """Show the checklist with desks' comments, and record that the comments were shown. If the form was sent, store the
    ticks on the items that a person judges."""
    draft, viewer = draft_of(public_id), current_viewer()
    content = content_of(draft)
    answers = list_answers(viewer, draft, current_language())
    found = checklist(viewer, content, current_language(), answers)
    form = ChecklistForm(data={"done": list(content.done), "seen": str(draft.version)})
    form.done.choices = [(item.code, item.label.text) for item in found.ticked]
    form.done.data = [code for code in form.done.data or () if code in dict(form.done.choices)]
    if run_on_submit(form, lambda: _tick(public_id, form)):
        return redirect(url_for(".check", public_id=public_id), 303)
    _show_newest(form, draft)
    said = desk_comments(viewer, draft_of(public_id), found, answers, current_language())
    record_shown(said.shown)
    boxes = {box.data: box for box in form.done}
    return form_page("checklist", public_id, form, found=found, boxes=boxes, heard=said)


def _written_in() -> str:
    asked = request.args.get("in", "")
    return asked if asked in LANGUAGES else current_language()


def _save(public_id: str, part: str, form: PartForm, language: str) -> None:
    draft = draft_of(public_id)
    content = apply_form(form, content_of(draft), language)
    writing.save(current_viewer(), draft, part, content, form.version_seen)


def _tick(public_id: str, form: ChecklistForm) -> None:
    draft = draft_of(public_id)
    # Some items come from a consultation in which only a co-worker has a seat. This form does not offer these items, so
    # their ticks stay.
    offered = {code for code, _label in form.done.choices}
    kept = [code for code in content_of(draft).done if code not in offered]
    writing.tick(current_viewer(), draft, [*form.done.data, *kept], form.version_seen)


def _show_newest(form: PartForm, draft: Draft) -> None:
    """Put the number of the newest version into a form that was refused, so that the form is accepted when it is sent
    again."""
    if form.is_submitted():
        form.seen.data = str(draft.version)


def _next(public_id: str, part: str, form: PartForm, before: DraftContent, language: str) -> str:
    codes = list(DRAFT_PARTS)
    now = content_of(draft_of(public_id))
    asked: dict[str, Any] = {"in": language} if language != current_language() else {}
    if isinstance(form, PersonsForm) and (form.remove.data or form.another.data):
        another: dict[str, Any] = {}
        if form.another.data:
            another = {ANOTHER: "1", "_anchor": f"person-{new_number(now)}"}
        return url_for(".part", public_id=public_id, part=part, **asked, **another)
    same = part == "measures" and set(now.measures) - set(before.measures)
    following = part if same else next(iter(codes[codes.index(part) + 1 :]), "")
    if following:
        return url_for(".part", public_id=public_id, part=following, **asked)
    return url_for(".check", public_id=public_id)


def _about(part: str, content: DraftContent, language: str) -> dict[str, object]:
    written = [code for code in content.languages() if code != language]
    others = {
        f"{TEXT}{name}": found[code]
        for code in reversed(written)
        for name, found in content.texts.items()
        if code in found
    }
    return {"part": DRAFT_PARTS[part], "written_in": language, "others": others, "languages_by_code": LANGUAGES}
