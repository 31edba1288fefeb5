"""Figures on the translation of the directory, as a page and as files."""

from collections.abc import Mapping

from flask import Blueprint, Response, render_template, request

from directory.access.current_viewer import current_viewer
from directory.errors import NotFound
from directory.i18n import LANGUAGES, current_language
from directory.statistics.presenters import translations
from directory.statistics.table_files import file_of
from directory.statistics.tables import Table

blueprint = Blueprint("translation_figures", __name__)


@blueprint.get("/statistics/translations")
def show() -> str:
    """Show the number of translated texts, by language and by State. Raises NotFound if the language `into` is
    unknown."""
    return render_template("statistics/translations.html", page=_page())


@blueprint.get("/statistics/translations/export")
def export() -> Response:
    """Send the counts of translated texts as a file: one table as CSV, or both tables as XLSX or JSON."""
    asked = request.args
    return file_of(_tables, asked.get("format", ""), asked.get("table", ""), "translations")


def _tables() -> Mapping[str, Table]:
    return {table.code: table for table in _page().tables}


def _page() -> translations.TranslationFiguresPage:
    into = request.args.get("into", current_language())
    if into not in LANGUAGES:
        raise NotFound
    return translations.page(current_viewer(), into, current_language())
