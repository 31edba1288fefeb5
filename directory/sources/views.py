"""The page that lists the changes of source pages."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.i18n import current_language
from directory.paging import page_number
from directory.sources import presenters, queries, service
from directory.transaction import committing

blueprint = Blueprint("sources", __name__)


@blueprint.get("/sources")
@permits(Action.VERIFY)
def index() -> str:
    """List the open changes in the viewer's scope, the newest first."""
    page = presenters.list_page(current_viewer(), page_number(request.args), current_language())
    return render_template("sources/index.html", page=page)


@blueprint.post("/sources/<change_id>")
@permits(Action.VERIFY)
def settle(change_id: str) -> ResponseReturnValue:
    """Note that the viewer has looked at a change."""
    viewer = current_viewer()
    with committing():
        service.settle(viewer, queries.get(viewer, change_id))
    return redirect(url_for(".index"), 303)
