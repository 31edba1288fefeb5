"""The pages of the atlas: questions, answers and joint investigations.

The query string of each page contains the user's answers so far. Nothing is stored.
"""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory.access.current_viewer import current_viewer
from directory.atlas.answer_data import load_answer_data
from directory.atlas.joint_question import WITH, sent_codes
from directory.atlas.presenters import answers, joint, question_page, reasoning
from directory.atlas.question_arguments import Arguments, read_question
from directory.atlas.question_steps import list_deciding, next_step
from directory.i18n import current_language

blueprint = Blueprint("atlas", __name__)


@blueprint.get("/atlas")
def show() -> Response | str | tuple[str, int]:
    """Ask the next question. If all required questions are answered, show the answer.

    An unusable answer gives the status 400.
    """
    viewer, language, arguments = current_viewer(), current_language(), request.args.to_dict()
    step = next_step(arguments, lambda: _deciding(arguments, language))
    if step.name:
        page = question_page.page(viewer, step, arguments, language)
        return render_template("atlas/question.html", page=page), 400 if step.is_wrong else 200
    if question_page.ASK in arguments:
        address: dict[str, Any] = question_page.address_of(arguments)
        return redirect(url_for(".show", **address), 303)
    found = answers.page(viewer, read_question(arguments), arguments, language)
    return render_template("atlas/answer.html", page=found)


@blueprint.get("/atlas/reasoning")
def show_reasoning() -> Response | str:
    """Show how the treaties of an answer were chosen and ordered. An incomplete question leads to the form."""
    viewer, language, arguments = current_viewer(), current_language(), request.args.to_dict()
    if next_step(arguments, set).name:
        address: dict[str, Any] = question_page.carried(arguments)
        return redirect(url_for(".show", **address), 303)
    found = reasoning.page(viewer, read_question(arguments), arguments, language)
    return render_template("atlas/reasoning.html", page=found)


@blueprint.get("/atlas/joint-investigation")
def joint_investigation() -> str | tuple[str, int]:
    """Ask for States until two are chosen, then show the treaties on which a joint investigation can rest.

    If the form has faults, the status is 400.
    """
    codes = sent_codes(request.args.getlist(WITH))
    page = joint.page(current_viewer(), codes, request.args.to_dict(), current_language())
    return render_template("atlas/joint_investigation.html", page=page, form=page.form), 400 if page.form.wrong else 200


def _deciding(arguments: Arguments, language: str) -> set[str]:
    question = read_question(arguments)
    states = {question.requesting, question.requested}
    return list_deciding(question, load_answer_data(current_viewer(), states, language))
