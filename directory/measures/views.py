"""Pages of measures."""

from flask import Blueprint, render_template

from directory.access.current_viewer import current_viewer
from directory.cache.page_cache import cached_page
from directory.errors import NotFound
from directory.i18n import current_language
from directory.measures import presenters
from directory.vocabulary import MEASURES

blueprint = Blueprint("measures", __name__)


@blueprint.get("/measures")
@cached_page()
def index() -> str:
    """Show all measures that can be requested."""
    lines = presenters.measure_lines(current_viewer(), current_language())
    return render_template("measures/index.html", lines=lines)


@blueprint.get("/measures/<code>")
@cached_page()
def show(code: str) -> str:
    """Show one measure and the requirements of States for it. Raises NotFound for an unknown code."""
    if code not in MEASURES:
        raise NotFound
    page = presenters.page(current_viewer(), code, current_language())
    return render_template("measures/show.html", page=page)
