"""Pages of the library of law: the list and each entry."""

from flask import Blueprint, render_template, request

from directory.access.current_viewer import current_viewer
from directory.cache.page_cache import cached_page
from directory.i18n import current_language
from directory.legislation import presenters, queries
from directory.legislation.library import CODES, UNSORTED, LawFilter, library

blueprint = Blueprint("legislation", __name__)


@blueprint.get("/legislation")
@cached_page("q", "jurisdiction", "page", **CODES)
def index() -> str:
    """Show the library, filtered by words, State, kind, crime type, issue and treaty article."""
    asked = LawFilter.of(request.args)
    found = library(current_viewer(), queries.list_legislation(), asked, current_language())
    return render_template("legislation/index.html", library=found, asked=asked, unsorted=UNSORTED)


@blueprint.get("/legislation/<key>")
@cached_page()
def show(key: str) -> str:
    """Show an entry of the library. Raises NotFound for an unknown key."""
    page = presenters.law_page(current_viewer(), queries.get(key), current_language())
    return render_template("legislation/show.html", page=page)
