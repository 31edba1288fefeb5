"""The atlas's page: the next question, or the answer. All that was said stands in its address."""

from typing import Any

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory.access.guard import current_viewer
from directory.atlas.asking import Arguments, read_question
from directory.atlas.material import gather
from directory.atlas.presenters import answers, asked
from directory.atlas.steps import list_deciding, next_step
from directory.i18n import current_language

blueprint = Blueprint("atlas", __name__)


@blueprint.get("/atlas")
def show() -> Response | str | tuple[str, int]:
    """Ask the next question, or answer once all that must be known is."""
    viewer, language, arguments = current_viewer(), current_language(), request.args.to_dict()
    step = next_step(arguments, lambda: _deciding(arguments, language))
    if step.name:
        page = asked.page(viewer, step, arguments, language)
        return render_template("atlas/question.html", page=page), 400 if step.is_wrong else 200
    if asked.ASK in arguments:
        address: dict[str, Any] = asked.address_of(arguments)
        return redirect(url_for(".show", **address), 303)
    found = answers.page(viewer, read_question(arguments), arguments, language)
    return render_template("atlas/answer.html", page=found)


def _deciding(arguments: Arguments, language: str) -> set[str]:
    question = read_question(arguments)
    states = {question.requesting, question.requested}
    return list_deciding(question, gather(current_viewer(), states, language))
