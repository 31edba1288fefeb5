"""Figures of the directory and its networks, as a page and as files."""

from collections.abc import Mapping

from flask import Blueprint, Response, render_template, request

from directory import clock
from directory.access.current_viewer import current_viewer
from directory.i18n import current_language
from directory.statistics.periods import FiguresFilter
from directory.statistics.presenters import maps, pages
from directory.statistics.presenters.pages import FiguresPage
from directory.statistics.queries.coverage import get_known
from directory.statistics.table_files import file_of
from directory.statistics.tables import Table

blueprint = Blueprint("statistics", __name__)


@blueprint.get("/statistics")
def index() -> str:
    """Show the figures that the viewer may read, for the period, quarter and network in the query."""
    asked = _asked()
    return render_template("statistics/index.html", page=_page(), asked=asked, question=asked.question)


@blueprint.get("/statistics/map")
def show_map() -> str:
    """Show the map of the world with the CoverageLevel of each State."""
    page = maps.page(get_known(clock.today()), current_language())
    return render_template("statistics/map.html", page=page)


@blueprint.get("/statistics/export")
def export() -> Response:
    """Send a file of the figures that the viewer may read: one table as CSV, or all tables as XLSX or JSON."""
    asked = request.args
    return file_of(_tables, asked.get("format", ""), asked.get("table", ""), "statistics")


def _tables() -> Mapping[str, Table]:
    return pages.tables_by_id(_page().sections)


def _page() -> FiguresPage:
    return pages.page(current_viewer(), _asked(), clock.now(), current_language())


def _asked() -> FiguresFilter:
    return FiguresFilter.of(request.args, clock.now())
