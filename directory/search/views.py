"""The search page."""

from flask import Blueprint, render_template, request

from directory.access.current_viewer import current_viewer
from directory.cache.page_cache import cached_page
from directory.focal_points.state_contacts import desk_calls
from directory.i18n import current_language
from directory.search import presenters
from directory.search.queries import PARAMETERS, SearchQuery

blueprint = Blueprint("search", __name__)


@blueprint.get("/search")
@cached_page(*PARAMETERS)
def index() -> str:
    """Show the results of the query in the address, with facets to narrow the results."""
    viewer, language = current_viewer(), current_language()
    page = presenters.page(viewer, SearchQuery.of(request.args.to_dict(flat=False)), language)
    calls = desk_calls(viewer, [hit.line for hit in page.hits if hit.line], language)
    return render_template("search/index.html", page=page, calls=calls)
