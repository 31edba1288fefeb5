"""The history page of an entry, and the export of histories."""

from flask import Blueprint, Response, render_template, request, stream_with_context

from directory.access.current_viewer import current_viewer, permits
from directory.access.disclosure_log import begin_file
from directory.access.policy import Action, may_somewhere
from directory.errors import NotFound
from directory.history import presenters, queries
from directory.history.export import FORMATS, rows
from directory.i18n import current_language

blueprint = Blueprint("history", __name__)


@blueprint.get("/history")
def index() -> str:
    """Show the history of the entry that `kind` and `key` name. Without them, explain where to find histories."""
    viewer, kind, key = current_viewer(), request.args.get("kind", ""), request.args.get("key", "")
    if not kind and not key:
        return render_template("history/index.html", may_export=may_somewhere(viewer, Action.SEE_READERS))
    entry = queries.get_entry(viewer, kind, key)
    page = presenters.history_page(viewer, entry, current_language(), _number("page"), _number("looks"))
    return render_template("history/show.html", page=page)


@blueprint.get("/history/export")
@permits(Action.SEE_READERS)
def export() -> Response:
    """Stream the acts on an entry, or the acts in the viewer's scope, as CSV or JSON Lines.

    Without an entry, administrators get the whole audit chain. Raises NotFound for an unknown format, and
    CeilingReached at the daily ceiling of disclosures.
    """
    kind, key, name = (request.args.get(one, "") for one in ("kind", "key", "format"))
    if name not in FORMATS:
        raise NotFound
    begin_file(current_viewer())
    mimetype, write = FORMATS[name]
    lines = rows(current_viewer(), kind, key, current_language())
    response = Response(stream_with_context(write(lines)), mimetype=mimetype)
    response.headers["Content-Disposition"] = f"attachment; filename=history.{name}"
    return response


def _number(name: str) -> int:
    return max(1, request.args.get(name, 1, type=int))
