"""`atlas/joint-investigation`: what a joint investigation of several States can rest on, and whom to ask in each."""

from flask import Blueprint, Response, request

from directory.access.guard import current_viewer
from directory.api.answers import entry_answer
from directory.api.atlas import OF_OFFENCE, ON, STATE
from directory.api.joint_answer import body
from directory.api.operations import Operation, Parameter, ref
from directory.atlas.joint_answer import joint_answer
from directory.atlas.joint_question import LEAST_STATES, MOST_STATES, WITH, read_joint_question
from directory.atlas.material import gather
from directory.i18n import current_language

blueprint = Blueprint("api_joint_investigation", __name__)
OPERATIONS = (
    Operation(
        "/atlas/joint-investigation",
        "askJointInvestigation",
        "Treaties that a joint investigation of these States can rest on, those that bind two of them besides, who may "
        "sign in each State and whom to ask there, and the points that the agreement settles.",
        ref("JointInvestigation"),
        (
            Parameter(
                WITH,
                "ISO 3166-1 codes of the States, each once: the parameter is repeated.",
                {"type": "array", "items": STATE, "minItems": LEAST_STATES, "maxItems": MOST_STATES},
                example=["KZ", "KG", "UZ"],
                is_required=True,
            ),
            *OF_OFFENCE,
            ON,
        ),
        (400,),
        is_entry=True,
    ),
)


@blueprint.get("/atlas/joint-investigation")
def show() -> Response:
    """Return the answer for these States."""
    viewer, language = current_viewer(), current_language()
    question = read_joint_question(request.args.getlist(WITH), request.args)
    material = gather(viewer, set(question.states), language)
    return entry_answer(body(joint_answer(question, material, viewer, language), material, language))
