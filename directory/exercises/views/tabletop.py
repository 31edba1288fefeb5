"""Pages of a tabletop: for its moderator, the people in the room, and the evaluators' sheet."""

from collections.abc import Callable

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from directory import clock
from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.addresses import address_in_mail
from directory.errors import NotFound
from directory.exercises.presenters import pages, sheet, tabletop
from directory.exercises.queries.evaluations import own_verdicts, version_of
from directory.exercises.queries.exercises import get_tabletop
from directory.exercises.service import evaluation as evaluating
from directory.exercises.service import tabletop as moderating
from directory.exercises.tabletop_forms import ParticipantsForm, evaluation_form
from directory.formats.papers import Paper
from directory.forms import Form, run_on_submit, status_of
from directory.i18n import current_language
from directory.models import Exercise
from directory.people.choices import desk_names
from directory.transaction import committing
from directory.vocabulary import ExerciseState
from directory.web.paper_files import pdf_of

blueprint = Blueprint("exercise_tabletop", __name__)


@blueprint.get("/exercises/<public_id>/tabletop")
@permits(Action.REHEARSE)
def show(public_id: str) -> ResponseReturnValue:
    """Show the moderator what is overdue, due now and next."""
    return _page(public_id, Form())


@blueprint.post("/exercises/<public_id>/injects/<inject_id>/release")
@permits(Action.REHEARSE)
def release(public_id: str, inject_id: str) -> ResponseReturnValue:
    """Release an inject now."""
    return _step(public_id, inject_id, moderating.release)


@blueprint.post("/exercises/<public_id>/injects/<inject_id>/hold")
@permits(Action.REHEARSE)
def hold(public_id: str, inject_id: str) -> ResponseReturnValue:
    """Put an inject off."""
    return _step(public_id, inject_id, moderating.hold)


@blueprint.route("/exercises/<public_id>/participants/new", methods=["GET", "POST"])
@permits(Action.REHEARSE)
def add_participants(public_id: str) -> ResponseReturnValue:
    """Add people who take part in the room."""
    viewer, language = current_viewer(), current_language()
    exercise = get_tabletop(viewer, public_id)
    form = ParticipantsForm()
    names = desk_names(viewer, [one.focal_point_key for one in exercise.desks], language)
    form.desk.choices = [SelectChoice("", ""), *(SelectChoice(key, name) for key, name in names.items())]

    def act() -> None:
        values = form.role.data, form.people.data, form.desk.data or ""
        moderating.add_participants(viewer, get_tabletop(viewer, public_id), *values)

    if run_on_submit(form, act):
        return redirect(url_for("exercises.show", public_id=public_id, _anchor="participants"), 303)
    page = pages.page_of(viewer, get_tabletop(viewer, public_id), language)
    return render_template("exercises/participants.html", page=page, form=form), status_of(form)


@blueprint.post("/exercises/<public_id>/participants/<participants_id>/remove")
@permits(Action.REHEARSE)
def remove_participants(public_id: str, participants_id: str) -> ResponseReturnValue:
    """Remove people who were to take part in the room."""
    with committing():
        exercise = get_tabletop(current_viewer(), public_id)
        moderating.remove_participants(current_viewer(), exercise, participants_id)
    return redirect(url_for("exercises.show", public_id=public_id, _anchor="participants"), 303)


@blueprint.route("/exercises/<public_id>/evaluation", methods=["GET", "POST"])
@permits(Action.REHEARSE)
def evaluate(public_id: str) -> ResponseReturnValue:
    """Show an evaluator's sheet, and store what the evaluator saw."""
    viewer = current_viewer()
    stored = own_verdicts(viewer, _begun(viewer, public_id))
    form = evaluation_form(stored, version_of(stored))

    def act() -> None:
        evaluating.evaluate(viewer, _begun(viewer, public_id), form.verdicts(stored), form.seen.data or "")

    if run_on_submit(form, act):
        return redirect(url_for(".evaluate", public_id=public_id, is_saved=1, _anchor="saved"), 303)
    if form.form_errors:
        form.show_version(version_of(own_verdicts(viewer, _begun(viewer, public_id))))
    page = sheet.sheet_page(viewer, _begun(viewer, public_id), current_language())
    shown = {"page": page, "form": form, "is_saved": "is_saved" in request.args}
    return render_template("exercises/sheet.html", **shown), status_of(form)


@blueprint.get("/exercises/<public_id>/evaluation.pdf")
@permits(Action.REHEARSE)
def sheet_pdf(public_id: str) -> Response:
    """Send the empty sheet for evaluators as a PDF file. Raises as `pdf_of` does."""
    viewer, language = current_viewer(), current_language()
    address = address_in_mail(language, f"exercises/{public_id}/evaluation")

    def make() -> Paper:
        page = sheet.sheet_page(viewer, get_tabletop(viewer, public_id), language)
        return sheet.sheet_paper(page, clock.now(), language, address)

    return pdf_of(make, f"sheet-{public_id}")


def _begun(viewer: Viewer, public_id: str) -> Exercise:
    exercise = get_tabletop(viewer, public_id)
    if exercise.state == ExerciseState.PREPARED:
        raise NotFound
    return exercise


def _step(public_id: str, inject_id: str, step: Callable[[Viewer, Exercise, str], None]) -> ResponseReturnValue:
    form, viewer = Form(), current_viewer()
    if run_on_submit(form, lambda: step(viewer, get_tabletop(viewer, public_id), inject_id)):
        return redirect(url_for(".show", public_id=public_id), 303)
    return _page(public_id, form), status_of(form)


def _page(public_id: str, form: Form) -> str:
    viewer = current_viewer()
    page = tabletop.tabletop_page(viewer, _begun(viewer, public_id), clock.now(), current_language())
    return render_template("exercises/tabletop.html", page=page, form=form)
