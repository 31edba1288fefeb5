"""Figures of the networks."""

from flask import Blueprint, render_template, request

from directory import clock
from directory.access.guard import current_viewer, permits
from directory.access.policy import Action
from directory.i18n import current_language
from directory.statistics import presenters
from directory.statistics.presenters import Asked

blueprint = Blueprint("statistics", __name__)


@blueprint.get("/statistics")
@permits(Action.READ_FIGURES)
def index() -> str:
    """Show whether the desks of networks answer their tests, and how soon."""
    asked = Asked.of(request.args.get("days", ""), request.args.get("network", ""))
    page = presenters.page(current_viewer(), asked, clock.now(), current_language())
    return render_template("statistics/index.html", page=page, asked=asked)
