"""Pages of treaties."""

from flask import Blueprint, render_template, request

from directory.access.current_viewer import current_viewer
from directory.cache.page_cache import cached_page
from directory.i18n import current_language
from directory.treaties import presenters, queries
from directory.vocabulary import LEVELS

blueprint = Blueprint("treaties", __name__)


@blueprint.get("/treaties")
@cached_page(level=LEVELS)
def index() -> str:
    """Show how the States of the home network (HOME_NETWORK) stand under each multilateral treaty, then the bilateral
    treaties."""
    level = request.args.get("level", "")
    page = presenters.list_page(current_viewer(), queries.list_treaties(level=level), current_language())
    return render_template("treaties/index.html", page=page, level=level)


@blueprint.get("/treaties/<key>")
@cached_page("state")
def show(key: str) -> str:
    """Show one treaty and how States stand under it: all States, or the State that the query names (`state`)."""
    page = presenters.page(current_viewer(), queries.get(key), current_language())
    return render_template("treaties/show.html", page=page, state=request.args.get("state", "").upper())
