"""Figures of the directory and its networks, as a page and as files."""

from flask import Blueprint, Response, jsonify, render_template, request

from directory import clock
from directory.access.guard import current_viewer
from directory.errors import NotFound
from directory.formats.tables import MEDIA_TYPES, write_table
from directory.i18n import current_language
from directory.statistics.periods import Asked
from directory.statistics.presenters import maps, pages
from directory.statistics.presenters.pages import Page
from directory.statistics.queries.coverage import get_known
from directory.statistics.tables import as_json, cells

blueprint = Blueprint("statistics", __name__)
JSON = "json"


@blueprint.get("/statistics")
def index() -> str:
    """Show the figures that who asks may read."""
    asked = _asked()
    return render_template("statistics/index.html", page=_page(), asked=asked, question=asked.question)


@blueprint.get("/statistics/map")
def show_map() -> str:
    """Show on a map what is known of each State."""
    page = maps.page(get_known(clock.today()), current_language())
    return render_template("statistics/map.html", page=page)


@blueprint.get("/statistics/export")
def export() -> Response:
    """Send the same figures as a file: one table as CSV, or all of them."""
    tables, ending = pages.tables_by_id(_page().sections), request.args.get("format", "")
    if ending == JSON:
        return jsonify({"tables": [{**as_json(table), "code": code} for code, table in tables.items()]})
    if ending not in MEDIA_TYPES:
        raise NotFound
    chosen = (
        tables if ending == "xlsx" else {code: one for code, one in tables.items() if code == request.args.get("table")}
    )
    if not chosen:
        raise NotFound
    response = Response(write_table(ending, [(code, cells(table)) for code, table in chosen.items()]))
    response.headers["Content-Type"] = MEDIA_TYPES[ending]
    response.headers["Content-Disposition"] = f'attachment; filename="statistics.{ending}"'
    return response


def _page() -> Page:
    return pages.page(current_viewer(), _asked(), clock.now(), current_language())


def _asked() -> Asked:
    days, network, quarter = (request.args.get(name, "") for name in ("days", "network", "quarter"))
    return Asked.of(days, network, quarter, clock.now())
