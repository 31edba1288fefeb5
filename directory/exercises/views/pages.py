"""Pages of exercises for those who run and play them: the list, an exercise, an inject, and starting and stopping."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access.current_viewer import current_viewer, permits, signed_in
from directory.access.policy import Action
from directory.consultations.presenters.choices import languages
from directory.exercises.forms import InjectQuestionForm
from directory.exercises.presenters import pages
from directory.exercises.queries import exercises as queries
from directory.exercises.queries.line_tests import get_progress
from directory.exercises.service import playing, running
from directory.extensions import db
from directory.focal_points.queries import get as get_desk
from directory.forms import Form, run_on_submit, status_of
from directory.i18n import current_language
from directory.models import Consultation, ExerciseInject
from directory.paging import page_number
from directory.vocabulary import ConsultationAct, ExerciseLevel

blueprint = Blueprint("exercises", __name__)


@blueprint.get("/exercises")
@signed_in
def index() -> str:
    """List the exercises that the viewer runs, or that concern the viewer's desks."""
    viewer, language = current_viewer(), current_language()
    found = queries.list_exercises(viewer, page_number(request.args))
    lines, networks = pages.lines_of(viewer, found.rows, language), pages.networks_to_rehearse(viewer, language)
    return render_template("exercises/index.html", lines=lines, found=found, networks=networks)


@blueprint.get("/exercises/<public_id>")
@signed_in
def show(public_id: str) -> str:
    """Show an exercise."""
    return _page(public_id, Form())


@blueprint.post("/exercises/<public_id>/start")
@permits(Action.REHEARSE)
def start(public_id: str) -> ResponseReturnValue:
    """Start an exercise now."""
    form = Form()
    if run_on_submit(form, lambda: running.start(current_viewer(), queries.get_run(current_viewer(), public_id))):
        return redirect(url_for(".show", public_id=public_id), 303)
    return _page(public_id, form), status_of(form)


@blueprint.post("/exercises/<public_id>/stop")
@permits(Action.REHEARSE)
def stop(public_id: str) -> ResponseReturnValue:
    """Stop a running exercise at once."""
    form = Form()
    if run_on_submit(form, lambda: running.stop(current_viewer(), queries.get_run(current_viewer(), public_id))):
        return redirect(url_for(".show", public_id=public_id), 303)
    return _page(public_id, form), status_of(form)


@blueprint.route("/exercises/<public_id>/injects/<inject_id>", methods=["GET", "POST"])
@signed_in
def inject(public_id: str, inject_id: str) -> ResponseReturnValue:
    """Show an inject to its players. A question can be asked by one button."""
    viewer, language = current_viewer(), current_language()
    exercise, found = queries.get_inject(viewer, public_id, inject_id)
    form = _question_form(found, language)
    made: list[Consultation] = []

    def act() -> None:
        released = queries.get_inject(current_viewer(), public_id, inject_id)
        made.append(playing.ask_by_inject(current_viewer(), *released, form.words()))

    if run_on_submit(form, act):
        asked = url_for("consultations.show", public_id=made[0].public_id, done=ConsultationAct.ASKED, _anchor="done")
        return redirect(asked, 303)
    db.session.refresh(found)
    names = pages.names_of(viewer, [found], language)
    line = pages.inject_line(viewer, exercise, found, names, language)
    page = pages.page_of(viewer, exercise, language)
    return render_template("exercises/inject.html", page=page, inject=line, form=form), status_of(form)


def _question_form(inject: ExerciseInject, language: str) -> InjectQuestionForm:
    form = InjectQuestionForm(data={"text": inject.text, "written_in": inject.language})
    form.written_in.choices = languages(get_desk(inject.to_key), language) if inject.to_key else []
    return form


def _page(public_id: str, form: Form) -> str:
    viewer, language = current_viewer(), current_language()
    exercise = queries.get(viewer, public_id)
    page = pages.page_of(viewer, exercise, language)
    if exercise.level == ExerciseLevel.LINES:
        return render_template("exercises/lines.html", page=page, form=form, progress=get_progress(exercise))
    return render_template("exercises/show.html", page=page, form=form)
