"""Pages that list consultations, and show, print or export a thread."""

from flask import Response, jsonify, make_response, render_template, request
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response as BaseResponse

from directory.access.current_viewer import current_viewer, permits, signed_in
from directory.access.policy import Action, may_somewhere
from directory.consultations.presenters import facts
from directory.consultations.presenters.alarms import alarms_overseen
from directory.consultations.presenters.confirmations import handed_over
from directory.consultations.presenters.files import as_text
from directory.consultations.presenters.lines import lines_of
from directory.consultations.presenters.retention import shorter_retention
from directory.consultations.presenters.times import zones_of
from directory.consultations.queries import threads
from directory.consultations.queries.succession import count_vacant, find_vacant, list_vacant
from directory.consultations.service.retention import note_subjects
from directory.consultations.views.blueprint import (
    FILE,
    PRINT,
    blueprint,
    message_form,
    read_thread,
    thread_of_participant,
    thread_page,
)
from directory.errors import NotFound
from directory.i18n import current_language
from directory.paging import page_number
from directory.vocabulary import ConsultationAct


@blueprint.get("/consultations")
@signed_in
def index() -> str:
    """List the consultations in which the viewer has a seat, open ones first. Record that the viewer sees the subjects
    of these consultations."""
    viewer = current_viewer()
    found = threads.list_own(viewer, page_number(request.args))
    lines = lines_of(viewer, found.rows, current_language(), with_subjects=True)
    if request.method != "HEAD":
        note_subjects(viewer, [line.id for line in lines if line.subject])
    shown = {
        "oversees": may_somewhere(viewer, Action.OVERSEE),
        "left": count_vacant(viewer),
        "shorter": shorter_retention(viewer, current_language()),
        "done": handed_over(viewer) if request.args.get("done") == ConsultationAct.HANDED_OVER else None,
    }
    return render_template("consultations/index.html", lines=lines, found=found, **shown)


@blueprint.get("/consultations/left")
@signed_in
def left() -> str:
    """List summaries of the consultations that the viewer may take over."""
    viewer = current_viewer()
    found = list_vacant(viewer, page_number(request.args))
    lines = lines_of(viewer, found.rows, current_language())
    return render_template("consultations/left.html", lines=lines, found=found)


@blueprint.get("/consultations/overview")
@permits(Action.OVERSEE)
def overview() -> str:
    """List summaries of the consultations that the viewer may oversee."""
    viewer = current_viewer()
    found = threads.list_overseen(viewer, page_number(request.args))
    lines = lines_of(viewer, found.rows, current_language())
    networks = facts.networks_to_set(viewer, current_language())
    shorter = shorter_retention(viewer, current_language())
    return render_template("consultations/overview.html", lines=lines, found=found, networks=networks, shorter=shorter)


@blueprint.get("/consultations/<public_id>")
@signed_in
def show(public_id: str) -> ResponseReturnValue:
    """Show the thread to participants. People who oversee the consultation or may take it over see only its summary."""
    try:
        return thread_page(public_id, message_form(public_id))
    except NotFound:
        return _bare_facts(public_id)


@blueprint.get("/consultations/<public_id>/state")
@signed_in
def state(public_id: str) -> BaseResponse:
    """Return the id of the newest act of a thread as JSON, or 304 if the page has this act already."""
    response: Response = jsonify({"newest": threads.newest_entry(current_viewer(), thread_of_participant(public_id))})
    response.set_etag(response.get_json()["newest"])
    return response.make_conditional(request)


@blueprint.get("/consultations/<public_id>/print")
@signed_in
def print_page(public_id: str) -> str:
    """Show a thread for printing, with a cover page and without notes."""
    return render_template("consultations/print.html", page=read_thread(public_id, PRINT))


@blueprint.get("/consultations/<public_id>/export")
@signed_in
def export(public_id: str) -> Response:
    """Return a thread as a plain text file with a cover, without notes."""
    response = make_response(as_text(read_thread(public_id, FILE), current_language()))
    response.mimetype = "text/plain"
    response.headers["Content-Disposition"] = f'attachment; filename="consultation-{public_id}.txt"'
    return response


def _bare_facts(public_id: str) -> str:
    viewer, language = current_viewer(), current_language()
    vacant = find_vacant(viewer, public_id)
    consultation = vacant or threads.get_overseen(viewer, public_id)
    line = facts.facts(viewer, consultation, language)
    reminders = facts.reminders(viewer, consultation, language)
    zones = zones_of(consultation, threads.sides_of(viewer, consultation), language)
    alarms = [] if vacant else alarms_overseen(consultation, zones)
    shown = {"line": line, "reminders": reminders, "alarms": alarms, "may_take_over": vacant is not None}
    return render_template("consultations/facts.html", **shown)
