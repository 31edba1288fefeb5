"""Pages on which coordinators prepare tests of all lines (level 1)."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory import clock
from directory.access.current_viewer import current_viewer, permits, require
from directory.access.policy import Action
from directory.clock import as_utc
from directory.exercises.lines_forms import LinesForm
from directory.exercises.presenters import pages
from directory.exercises.queries import exercises as queries
from directory.exercises.service import preparation
from directory.exercises.views.preparation import AHEAD, local_time, set_choices
from directory.forms import run_on_submit, status_of
from directory.i18n import current_language
from directory.models import Exercise
from directory.networks.queries import get as get_network

blueprint = Blueprint("exercise_lines", __name__)


@blueprint.route("/exercises/lines/new", methods=["GET", "POST"])
@permits(Action.REHEARSE)
def new() -> ResponseReturnValue:
    """Prepare tests of all lines in the network that the address names. At first all its desks are chosen."""
    network = get_network(request.args.get("network", ""))
    require(current_viewer(), Action.REHEARSE, network.place())
    begins = as_utc(clock.now() + AHEAD).replace(second=0, microsecond=0)
    desks = [one.key for one in queries.list_desks(network.key)]
    form = _form(network.key, {"starts_at": local_time(begins), "written_in": current_language(), "desks": desks})
    made: list[Exercise] = []
    if run_on_submit(form, lambda: made.append(preparation.prepare(current_viewer(), network.key, form.values()))):
        return redirect(url_for("exercises.show", public_id=made[0].public_id), 303)
    return render_template("exercises/lines_edit.html", form=form, page=None), status_of(form)


@blueprint.route("/exercises/<public_id>/lines", methods=["GET", "POST"])
@permits(Action.REHEARSE)
def edit(public_id: str) -> ResponseReturnValue:
    """Change tests of all lines that have not begun."""
    viewer, exercise = current_viewer(), queries.get_lines(current_viewer(), public_id)
    form = _form(exercise.network_key, _values(exercise))

    def act() -> None:
        preparation.change(viewer, queries.get_lines(viewer, public_id), form.values(), form.seen.data or "")

    if run_on_submit(form, act):
        return redirect(url_for("exercises.show", public_id=public_id), 303)
    if form.form_errors:
        form.show_version(preparation.version_of(queries.get_lines(viewer, public_id)))
    page = pages.page_of(viewer, queries.get_lines(viewer, public_id), current_language())
    return render_template("exercises/lines_edit.html", form=form, page=page), status_of(form)


def _form(network: str, known: dict[str, Any]) -> LinesForm:
    form = LinesForm(data=known)
    set_choices(form, network)
    return form


def _values(exercise: Exercise) -> dict[str, Any]:
    return {
        "seen": preparation.version_of(exercise),
        "title": exercise.title,
        "written_in": exercise.language,
        "starts_at": local_time(exercise.starts_at),
        "days": (exercise.ends_at - exercise.starts_at) // timedelta(days=1),
        "desks": [one.focal_point_key for one in exercise.desks],
        "names_states": exercise.names_states,
    }
