"""Pages of States."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory.access.guard import current_viewer
from directory.i18n import current_language
from directory.jurisdictions import presenters, queries
from directory.treaties.queries import list_home_states

blueprint = Blueprint("jurisdictions", __name__)

MOST_COMPARED = 4


@blueprint.before_request
def use_capitals() -> Response | None:
    """Send a code in small letters to the same page under the code in capitals."""
    arguments = request.view_args or {}
    code = arguments.get("code", "")
    if not code.isascii() or code == code.upper():
        return None
    return redirect(url_for(str(request.endpoint), **(arguments | {"code": code.upper()})), 301)


@blueprint.get("/jurisdictions")
def index() -> str:
    """Show all States, those of the home network first, then by region or A to Z."""
    order = "name" if request.args.get("order") == "name" else "region"
    lines = presenters.state_lines(current_viewer(), queries.list_jurisdictions(), current_language())
    return render_template("jurisdictions/index.html", lines=lines, order=order, home_states=list_home_states())


@blueprint.get("/jurisdictions/compare")
def compare() -> str:
    """Show the requirements of two to four States side by side; fewer show the form alone."""
    asked = dict.fromkeys(code.upper() for value in request.args.getlist("codes") for code in value.split(","))
    known = {state.key: state for state in queries.list_jurisdictions()}
    states = [known[code] for code in asked if code in known][:MOST_COMPARED]
    lines = presenters.state_lines(current_viewer(), list(known.values()), current_language())
    rows = presenters.comparison(current_viewer(), states, current_language()) if len(states) > 1 else []
    return render_template("jurisdictions/compare.html", lines=lines, chosen=[state.key for state in states], rows=rows)


@blueprint.get("/jurisdictions/<code>")
def show(code: str) -> str:
    """Show one State."""
    page = presenters.page(current_viewer(), queries.get(code), current_language())
    return render_template("jurisdictions/show.html", page=page)


@blueprint.get("/jurisdictions/<code>/requirements")
def requirements(code: str) -> str:
    """Show a State's general sheet and its measures' sheets."""
    page = presenters.page(current_viewer(), queries.get(code), current_language())
    return render_template("jurisdictions/requirements.html", page=page)


@blueprint.get("/jurisdictions/<code>/card")
def card(code: str) -> str:
    """Show a State on one sheet to print."""
    page = presenters.card(queries.get(code), current_language())
    return render_template("jurisdictions/card.html", page=page)
