"""The board of desks, and a desk's page."""

from flask import Blueprint, render_template, request

from directory.access.guard import current_viewer
from directory.focal_points import presenters, queries
from directory.i18n import current_language

blueprint = Blueprint("focal_points", __name__)


@blueprint.get("/focal-points")
def index() -> str:
    """Show all desks, round the clock first."""
    network, state = request.args.get("network", ""), request.args.get("jurisdiction", "")
    desks = queries.list_focal_points()
    board = presenters.board(current_viewer(), desks, network, state, current_language())
    return render_template("focal_points/index.html", board=board, network=network, state=state)


@blueprint.get("/focal-points/<key>")
def show(key: str) -> str:
    """Show one desk with its lines and how to be admitted."""
    desk = queries.get(key)
    page = presenters.page(current_viewer(), desk, current_language())
    return render_template("focal_points/show.html", page=page)
