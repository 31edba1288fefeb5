"""Pages on which keepers decide on suggested wordings, and end published ones. People also see here what was decided on
their own suggestions."""

from flask import Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action, may_everywhere
from directory.errors import NotFound
from directory.forms import run_on_submit, status_of
from directory.i18n import DEFAULT, LANGUAGES, current_language
from directory.models import WordingSuggestion
from directory.paging import page_number
from directory.transaction import committing
from directory.wordings import po_files, presenters, queries, service
from directory.wordings.forms import WordingForm, WordingRefusalForm, rows_of, wording_form
from directory.wordings.permissions import kept_languages, require_keeper
from directory.wordings.views.blueprint import blueprint

ENGLISH = LANGUAGES[DEFAULT]


@blueprint.get("/wordings")
@permits(Action.KEEP_WORDINGS)
def index() -> str:
    """List the suggestions that wait for a decision of the viewer, and the suggestions that the viewer made."""
    viewer = current_viewer()
    kept = [LANGUAGES[code] for code in kept_languages(viewer)]
    found = queries.list_waiting(viewer, page_number(request.args))
    return render_template(
        "wordings/index.html",
        kept=kept,
        found=found,
        waiting=presenters.suggestion_lines(found.rows),
        own=presenters.suggestion_lines(queries.list_own(viewer)),
        may_administer=may_everywhere(viewer, Action.ADMINISTER),
    )


@blueprint.get("/wordings/suggestions/<suggestion_id>")
@permits(Action.KEEP_WORDINGS)
def show(suggestion_id: str) -> ResponseReturnValue:
    """Show a suggestion to whoever decides on it or made it."""
    return _page(queries.get(current_viewer(), suggestion_id))


@blueprint.post("/wordings/suggestions/<suggestion_id>/publish")
@permits(Action.KEEP_WORDINGS)
def publish(suggestion_id: str) -> ResponseReturnValue:
    """Publish a suggestion, as it was made or as the keeper amended it."""
    viewer = current_viewer()
    suggestion = queries.get(viewer, suggestion_id)
    require_keeper(viewer, suggestion.language)
    form = _wording_form(suggestion)
    if run_on_submit(form, lambda: service.publish(viewer, queries.get(viewer, suggestion_id), form.texts)):
        return redirect(url_for(".show", suggestion_id=suggestion_id), 303)
    return _page(suggestion, wording=form)


@blueprint.post("/wordings/suggestions/<suggestion_id>/refuse")
@permits(Action.KEEP_WORDINGS)
def refuse(suggestion_id: str) -> ResponseReturnValue:
    """Refuse a suggestion with a reason."""
    viewer = current_viewer()
    suggestion = queries.get(viewer, suggestion_id)
    require_keeper(viewer, suggestion.language)
    form = WordingRefusalForm()
    if run_on_submit(form, lambda: service.refuse(viewer, queries.get(viewer, suggestion_id), form.reason.data)):
        return redirect(url_for(".index"), 303)
    return _page(suggestion, refusal=form)


@blueprint.get("/wordings/published/<language:catalogue>")
@permits(Action.KEEP_WORDINGS)
def published(catalogue: str) -> str:
    """List the published wordings of a language to its keepers."""
    require_keeper(current_viewer(), catalogue)
    lines = presenters.published_lines(queries.list_of_language(catalogue))
    return render_template("wordings/published.html", lines=lines, of=LANGUAGES[catalogue])


@blueprint.get("/wordings/published/<language:catalogue>.po")
@permits(Action.KEEP_WORDINGS)
def export(catalogue: str) -> Response:
    """Send the published wordings of a language as a catalogue file."""
    require_keeper(current_viewer(), catalogue)
    name = {"Content-Disposition": f"attachment; filename={catalogue}.po"}
    return Response(po_files.po_of(catalogue), mimetype="text/x-gettext-translation", headers=name)


@blueprint.post("/wordings/published/<language:catalogue>/<code>/end")
@permits(Action.KEEP_WORDINGS)
def withdraw(catalogue: str, code: str) -> ResponseReturnValue:
    """End a published wording."""
    with committing():
        service.withdraw(current_viewer(), catalogue, code)
    return redirect(url_for(".published", catalogue=catalogue), 303)


def _wording_form(suggestion: WordingSuggestion) -> WordingForm:
    string = queries.find_string(suggestion)
    if string is None:
        raise NotFound
    form: WordingForm = wording_form(WordingForm, string, suggestion.language, suggestion.forms)
    return form


def _page(
    suggestion: WordingSuggestion, wording: WordingForm | None = None, refusal: WordingRefusalForm | None = None
) -> tuple[str, int]:
    page = presenters.suggestion_page(current_viewer(), suggestion, current_language())
    if page.may_decide:
        wording, refusal = wording or _wording_form(suggestion), refusal or WordingRefusalForm()
    rows = list(map(rows_of, suggestion.forms))
    shown = {"page": page, "wording_form": wording, "refusal": refusal, "rows": rows, "english": ENGLISH}
    status = max([200, *(status_of(form) for form in (wording, refusal) if form is not None)])
    return render_template("wordings/suggestion.html", **shown), status
