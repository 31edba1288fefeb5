"""The page of the site that explains the API."""

from flask import Blueprint, current_app, render_template

from directory.api.document.changelog import CHANGES
from directory.api.document.reference import entries

blueprint = Blueprint("api_pages", __name__)


@blueprint.get("/api")
def index() -> str:
    """Show every operation with its parameters, answers and an example, in English like the document."""
    groups = entries(current_app.config["SETTINGS"].site_address)
    return render_template("api/index.html", groups=groups, changes=CHANGES)
