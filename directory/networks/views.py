"""Pages of networks: the list, and the page of a network."""

from flask import Blueprint, render_template

from directory.access.current_viewer import current_viewer
from directory.cache.page_cache import cached_page
from directory.i18n import current_language
from directory.networks import presenters, queries

blueprint = Blueprint("networks", __name__)


@blueprint.get("/networks")
@cached_page()
def index() -> str:
    """Show all networks. The home network comes first."""
    lines = presenters.network_lines(current_viewer(), queries.list_networks(), current_language())
    return render_template("networks/index.html", lines=lines)


@blueprint.get("/networks/<key>")
@cached_page()
def show(key: str) -> str:
    """Show one network with its members, desks and public notices."""
    page = presenters.page(current_viewer(), queries.get(key), current_language())
    return render_template("networks/show.html", page=page)
