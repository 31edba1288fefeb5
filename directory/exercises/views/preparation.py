"""Pages on which coordinators prepare an exercise and its injects."""

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from directory import clock
from directory.access.current_viewer import current_viewer, permits, require
from directory.access.policy import Action
from directory.clock import as_utc
from directory.collation import sorted_by_name
from directory.exercises.forms import ExerciseForm, InjectForm
from directory.exercises.presenters import pages
from directory.exercises.queries import exercises as queries
from directory.exercises.queries.languages import spoken_at
from directory.exercises.service import preparation
from directory.exercises.tabletop_forms import TabletopInjectForm
from directory.focal_points.rotas.queries import own_zone
from directory.forms import Form, run_on_submit, status_of
from directory.i18n import current_language
from directory.models import Exercise
from directory.networks.queries import get as get_network
from directory.people.choices import desk_names
from directory.transaction import committing
from directory.vocabulary import ExerciseLevel

blueprint = Blueprint("exercise_preparation", __name__)
# An exercise is offered to begin so long after the form was opened.
AHEAD = timedelta(days=1)


@blueprint.route("/exercises/new", methods=["GET", "POST"])
@permits(Action.REHEARSE)
def new() -> ResponseReturnValue:
    """Prepare an exercise of the network that the address names."""
    network = get_network(request.args.get("network", ""))
    require(current_viewer(), Action.REHEARSE, network.place())
    begins = as_utc(clock.now() + AHEAD).replace(second=0, microsecond=0)
    form = _form(network.key, {"starts_at": local_time(begins), "written_in": current_language()})
    made: list[Exercise] = []
    if run_on_submit(form, lambda: made.append(preparation.prepare(current_viewer(), network.key, form.values()))):
        return redirect(url_for("exercises.show", public_id=made[0].public_id), 303)
    return render_template("exercises/edit.html", form=form, page=None), status_of(form)


@blueprint.route("/exercises/<public_id>/edit", methods=["GET", "POST"])
@permits(Action.REHEARSE)
def edit(public_id: str) -> ResponseReturnValue:
    """Change an exercise that has not begun."""
    viewer, exercise = current_viewer(), queries.get_scripted(current_viewer(), public_id)
    form = _form(exercise.network_key, _values(exercise))

    def act() -> None:
        preparation.change(viewer, queries.get_run(viewer, public_id), form.values(), form.seen.data or "")

    if run_on_submit(form, act):
        return redirect(url_for("exercises.show", public_id=public_id), 303)
    if form.form_errors:
        form.show_version(preparation.version_of(queries.get_run(viewer, public_id)))
    page = pages.page_of(viewer, queries.get_run(viewer, public_id), current_language())
    return render_template("exercises/edit.html", form=form, page=page), status_of(form)


@blueprint.route("/exercises/<public_id>/discard", methods=["GET", "POST"])
@permits(Action.REHEARSE)
def discard(public_id: str) -> ResponseReturnValue:
    """Ask whether an exercise that has not begun is to be deleted. If the form was sent, delete it."""
    viewer, form = current_viewer(), Form()
    if run_on_submit(form, lambda: preparation.discard(viewer, queries.get_run(viewer, public_id))):
        return redirect(url_for("exercises.index"), 303)
    page = pages.page_of(viewer, queries.get_run(viewer, public_id), current_language())
    return render_template("exercises/discard.html", form=form, page=page), status_of(form)


@blueprint.route("/exercises/<public_id>/injects/new", methods=["GET", "POST"])
@permits(Action.REHEARSE)
def add_inject(public_id: str) -> ResponseReturnValue:
    """Add an inject to an exercise."""
    viewer, language = current_viewer(), current_language()
    exercise = queries.get_scripted(viewer, public_id)
    form = _inject_form(exercise)

    def act() -> None:
        preparation.add_inject(viewer, queries.get_run(viewer, public_id), form.values())

    if run_on_submit(form, act):
        return redirect(url_for("exercises.show", public_id=public_id), 303)
    page = pages.page_of(viewer, queries.get_run(viewer, public_id), language)
    return render_template("exercises/inject_new.html", form=form, page=page), status_of(form)


@blueprint.post("/exercises/<public_id>/injects/<inject_id>/remove")
@permits(Action.REHEARSE)
def remove_inject(public_id: str, inject_id: str) -> Response:
    """Remove an inject from an exercise that has not begun."""
    with committing():
        preparation.remove_inject(current_viewer(), queries.get_run(current_viewer(), public_id), inject_id)
    return redirect(url_for("exercises.show", public_id=public_id), 303)


def _form(network: str, known: dict[str, Any]) -> ExerciseForm:
    form = ExerciseForm(data=known)
    set_choices(form, network)
    return form


def set_choices(form: ExerciseForm, network: str) -> None:
    """Set the desks of a network as the choices of a form, and the viewer's time zone."""
    form.zone = own_zone(current_viewer())
    form.desks.choices = _desks(one.key for one in queries.list_desks(network))


def _inject_form(exercise: Exercise) -> InjectForm | TabletopInjectForm:
    known, keys = {"written_in": exercise.language}, [one.focal_point_key for one in exercise.desks]
    desks = [SelectChoice("", ""), *_desks(keys)]
    form: InjectForm | TabletopInjectForm
    if exercise.level == ExerciseLevel.TABLETOP:
        form = TabletopInjectForm(data=known)
    else:
        form = InjectForm(data=known)
        form.to_key.choices, form.spoken = desks, spoken_at(keys)
    form.from_key.choices = desks
    form.most_minutes = int((exercise.ends_at - exercise.starts_at) / timedelta(minutes=1))
    return form


def _desks(keys: Iterable[str]) -> list[SelectChoice]:
    names = desk_names(current_viewer(), keys, current_language())
    return [SelectChoice(key, name) for key, name in sorted_by_name(names.items(), lambda pair: pair[1])]


def _values(exercise: Exercise) -> dict[str, Any]:
    return {
        "seen": preparation.version_of(exercise),
        "level": exercise.level,
        "title": exercise.title,
        "scenario": exercise.scenario,
        "written_in": exercise.language,
        "starts_at": local_time(exercise.starts_at),
        "minutes": int((exercise.ends_at - exercise.starts_at) / timedelta(minutes=1)),
        "desks": [one.focal_point_key for one in exercise.desks],
        "names_states": exercise.names_states,
    }


def local_time(at: datetime) -> datetime:
    """Return an instant in the viewer's time zone, as the field of a form shows it."""
    return at.astimezone(ZoneInfo(own_zone(current_viewer()))).replace(tzinfo=None)
