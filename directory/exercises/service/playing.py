"""Plays exercises: a player asks a desk what an inject says, by the real chain."""

from flask_babel import lazy_gettext as _l

from directory.access.viewer import Viewer
from directory.audit.chain import record
from directory.consultations.service.asking import DeskQuestion, ask
from directory.consultations.service.entries import WrittenText
from directory.errors import InvalidInput, NotFound
from directory.exercises.queries.exercises import list_taking_part
from directory.exercises.service.running import NOT_RUNNING
from directory.models import Consultation, Exercise, ExerciseInject
from directory.vocabulary import QUESTION_INJECTS, ExerciseState

FELL_OUT = _l("The desk that was to be asked takes no part in the exercise any more.")
ASKED_ALREADY = _l("Somebody of your desk has asked this already.")


def ask_by_inject(viewer: Viewer, exercise: Exercise, inject: ExerciseInject, words: WrittenText) -> Consultation:
    """Ask the desk that an inject names, as a consultation of the exercise, and return the consultation.

    The caller checks that the inject was released to the viewer. Raises NotFound unless the inject is a question, and
    InvalidInput if the exercise is not running, the question was asked already, or the desk takes no part any more or
    cannot be asked.
    """
    if inject.kind not in QUESTION_INJECTS or inject.to_key is None:
        raise NotFound
    if exercise.state != ExerciseState.RUNNING:
        raise InvalidInput(NOT_RUNNING)
    if inject.to_key not in list_taking_part(exercise):
        raise InvalidInput(FELL_OUT)
    if inject.consultation_id is not None:
        raise InvalidInput(ASKED_ALREADY)
    made = ask(
        viewer,
        DeskQuestion(
            desk=inject.to_key,
            measure=inject.measure,
            offence=inject.offence,
            urgency=inject.urgency,
            subject=exercise.title,
            words=words,
            exercise_id=exercise.id,
        ),
    )
    inject.consultation_id = made.id
    record(viewer.account_id, "play_inject", exercise.entry_key)
    return made
