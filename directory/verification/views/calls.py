"""The call list of a campaign, as a page to print and as a file."""

from flask import Blueprint, Response, render_template, request

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.errors import NotFound
from directory.formats.tables import MEDIA_TYPES, write_table
from directory.i18n import current_language
from directory.paging import page_number
from directory.verification.presenters import calls
from directory.verification.queries import campaigns as queries
from directory.web.concurrency_limit import slot

blueprint = Blueprint("verification_calls", __name__)
SHEET_NAME = "calls"


@blueprint.get("/verification/campaigns/<campaign_id>/calls")
@permits(Action.VERIFY)
def show(campaign_id: str) -> str:
    """Show the silent offices of a campaign with their numbers."""
    viewer = current_viewer()
    campaign = queries.get(viewer, campaign_id)
    page = calls.page(viewer, campaign, page_number(request.args), current_language())
    return render_template("verification/calls.html", page=page)


@blueprint.get("/verification/campaigns/<campaign_id>/calls/export")
@permits(Action.VERIFY)
def export(campaign_id: str) -> Response:
    """Send the call list as a file. Raises NotFound for an unknown file format."""
    ending = request.args.get("format", "")
    if ending not in MEDIA_TYPES:
        raise NotFound
    viewer = current_viewer()
    with slot():
        rows = calls.rows(viewer, queries.get(viewer, campaign_id), current_language())
        response = Response(write_table(ending, [(SHEET_NAME, rows)]))
    response.headers["Content-Type"] = MEDIA_TYPES[ending]
    response.headers["Content-Disposition"] = f'attachment; filename="calls.{ending}"'
    return response
