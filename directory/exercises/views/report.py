"""The report of an exercise: as a page, as files, as a paper; and its findings."""

from collections.abc import Mapping

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as BaseResponse
from wtforms import SelectChoice

from directory import clock
from directory.access.current_viewer import current_viewer, permits, signed_in
from directory.access.policy import Action
from directory.addresses import address_in_mail
from directory.errors import NotFound
from directory.exercises.forms import FindingForm
from directory.exercises.presenters import report
from directory.exercises.presenters.pages import runs
from directory.exercises.queries import exercises as queries
from directory.exercises.service import findings
from directory.formats.papers import Paper
from directory.forms import run_on_submit, status_of
from directory.i18n import current_language
from directory.models import Exercise
from directory.statistics.table_files import file_of
from directory.statistics.tables import Table
from directory.transaction import committing
from directory.vocabulary import ExerciseState
from directory.web.paper_files import pdf_of

blueprint = Blueprint("exercise_report", __name__)


@blueprint.get("/exercises/<public_id>/report")
@signed_in
def show(public_id: str) -> ResponseReturnValue:
    """Show the report of an exercise that has begun."""
    return _page(public_id, FindingForm())


@blueprint.get("/exercises/<public_id>/report/export")
@signed_in
def export(public_id: str) -> Response:
    """Send one table of the report as CSV, or all tables as XLSX or JSON."""
    asked = request.args

    def make() -> Mapping[str, Table]:
        return report.report(current_viewer(), _begun(public_id), current_language()).tables_by_id

    return file_of(make, asked.get("format", ""), asked.get("table", ""), f"exercise-{public_id}")


@blueprint.get("/exercises/<public_id>/report.pdf")
@signed_in
def pdf(public_id: str) -> Response:
    """Send the report as a PDF file. Raises as `pdf_of` does."""
    language = current_language()
    address = address_in_mail(language, f"exercises/{public_id}/report")

    def make() -> Paper:
        page = report.report(current_viewer(), _begun(public_id), language)
        return report.paper(page, clock.now(), language, address)

    return pdf_of(make, f"exercise-{public_id}")


@blueprint.post("/exercises/<public_id>/findings")
@permits(Action.REHEARSE)
def add(public_id: str) -> ResponseReturnValue:
    """Add something to mend."""
    viewer = current_viewer()
    form = _form(report.report(viewer, queries.get_run(viewer, public_id), current_language()))

    def act() -> None:
        findings.add_finding(viewer, queries.get_run(viewer, public_id), form.text.data, form.desk.data or "")

    if run_on_submit(form, act):
        return redirect(url_for(".show", public_id=public_id, _anchor="findings"), 303)
    return _page(public_id, form)


@blueprint.post("/exercises/<public_id>/findings/<finding_id>/<any(take, mend):step>")
@signed_in
def move(public_id: str, finding_id: str, step: str) -> BaseResponse:
    """Take a finding on, or note that it is mended."""
    viewer, act = current_viewer(), findings.take_on if step == "take" else findings.mend
    with committing():
        exercise = _begun(public_id)
        act(viewer, exercise, finding_id, is_run=runs(viewer, exercise))
    return redirect(url_for(".show", public_id=public_id, _anchor="findings"), 303)


def _begun(public_id: str) -> Exercise:
    exercise = queries.get(current_viewer(), public_id)
    if exercise.state == ExerciseState.PREPARED:
        raise NotFound
    return exercise


def _form(page: report.ExerciseReport) -> FindingForm:
    form = FindingForm()
    form.desk.choices = [SelectChoice("", ""), *(SelectChoice(key, name) for key, name in page.desks)]
    return form


def _page(public_id: str, form: FindingForm) -> ResponseReturnValue:
    page = report.report(current_viewer(), _begun(public_id), current_language())
    form = form if form.errors else _form(page)
    return render_template("exercises/report.html", page=page, form=form), status_of(form)
