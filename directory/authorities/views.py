"""The page of an authority."""

from flask import Blueprint, render_template

from directory.access.current_viewer import current_viewer
from directory.authorities import presenters, queries
from directory.cache.page_cache import cached_page
from directory.i18n import current_language

blueprint = Blueprint("authorities", __name__)


@blueprint.get("/authorities/<key>")
@cached_page()
def show(key: str) -> str:
    """Show one authority with contacts, desks, functions and designations."""
    page = presenters.page(current_viewer(), queries.get(key), current_language())
    return render_template("authorities/show.html", page=page)
