"""`atlas`: the answer on a request from one State to another. `atlas/joint-investigation`: the answer on a joint
investigation of several States."""

from flask import Blueprint, Response, request

from directory.access.current_viewer import current_viewer
from directory.api.answers import entry_answer
from directory.api.atlas.answers import body
from directory.api.atlas.joint_answers import body as joint_body
from directory.atlas.answer import answer
from directory.atlas.answer_data import load_answer_data
from directory.atlas.joint_answer import joint_answer
from directory.atlas.joint_question import WITH, read_joint_question
from directory.atlas.question_arguments import read_question
from directory.i18n import current_language

blueprint = Blueprint("api_atlas", __name__)


@blueprint.get("/atlas")
def show() -> Response:
    """Return the atlas's answer for a request between two States. Raises InvalidInput for a wrong query parameter."""
    question, language = read_question(request.args), current_language()
    found, data = answer(question, current_viewer(), language)
    return entry_answer(body(found, data, language))


@blueprint.get("/atlas/joint-investigation")
def show_joint() -> Response:
    """Return the atlas's answer on a joint investigation of several States. Raises InvalidInput for a wrong query
    parameter."""
    viewer, language = current_viewer(), current_language()
    question = read_joint_question(request.args.getlist(WITH), request.args)
    data = load_answer_data(viewer, set(question.states), language)
    return entry_answer(joint_body(joint_answer(question, data, viewer, language), data, language))
