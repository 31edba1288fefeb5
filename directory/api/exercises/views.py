"""The endpoint `exercises`. The people who run an exercise or play in it may read the exercise. The people who run it
may start and stop it. The same rules apply as on the pages."""

from collections.abc import Callable

from flask import Blueprint, Response, request

from directory.access.current_viewer import current_viewer, permits, signed_in
from directory.access.policy import Action
from directory.api.answers import entry_answer, list_answer
from directory.api.entries.lists import paged
from directory.api.exercises.answers import serialize_exercise, serialize_list
from directory.api.idempotency import run_idempotently
from directory.api.preconditions import committing_request, require_if_match
from directory.api.query_parameters import read_page_number
from directory.exercises.queries import exercises as queries
from directory.exercises.service import running
from directory.i18n import current_language
from directory.models import Exercise

blueprint = Blueprint("api_exercises", __name__)


@blueprint.get("/exercises")
@signed_in
def index() -> Response:
    """Return a page of the exercises that concern the caller, the latest first."""
    viewer = current_viewer()
    found = queries.list_exercises(viewer, read_page_number(request.args))
    return list_answer(paged(serialize_list(viewer, found.rows, current_language()), found))


@blueprint.get("/exercises/<public_id>")
@signed_in
def show(public_id: str) -> Response:
    """Return an exercise. Raises NotFound unless it concerns the caller."""
    return _answer(queries.get(current_viewer(), public_id))


@blueprint.post("/exercises/<public_id>/start")
@permits(Action.REHEARSE)
def start(public_id: str) -> Response:
    """Start an exercise now, and return it."""
    return _perform(public_id, lambda one: running.start_now(one, current_viewer().account_id), names_version=True)


@blueprint.post("/exercises/<public_id>/stop")
@permits(Action.REHEARSE)
def stop(public_id: str) -> Response:
    """Stop a running exercise at once, and return it. The header If-Match is not required, so that nothing delays the
    stop."""
    return _perform(public_id, lambda one: running.stop(current_viewer(), one), names_version=False)


def _perform(public_id: str, act: Callable[[Exercise], None], *, names_version: bool) -> Response:
    def do() -> str:
        exercise = queries.get_run(current_viewer(), public_id)
        if names_version:
            require_if_match(_answer(exercise))
        act(exercise)
        return public_id

    with committing_request():
        run_idempotently(do)
    return _answer(queries.get_run(current_viewer(), public_id))


def _answer(exercise: Exercise) -> Response:
    return entry_answer(serialize_exercise(current_viewer(), exercise, current_language()))
