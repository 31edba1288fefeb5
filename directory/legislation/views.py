"""Page of national laws."""

from flask import Blueprint, render_template

from directory import i18n
from directory.access.guard import current_viewer
from directory.i18n import current_language
from directory.legislation import presenters, queries

blueprint = Blueprint("legislation", __name__)


@blueprint.get("/legislation")
def index() -> str:
    """Show the laws behind the requirements, by the State's name."""
    laws = presenters.law_lines(current_viewer(), queries.list_legislation(), current_language())
    by_state = i18n.sorted_by_name(laws, lambda law: law.state.text.text if law.state else "")
    return render_template("legislation/index.html", laws=by_state)
