"""Pages of the yearly figures that States submit."""

from collections.abc import Mapping

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory import clock, collation, i18n
from directory.access.current_viewer import current_viewer, permits, require
from directory.access.policy import Action
from directory.errors import NotFound
from directory.forms import run_on_submit, status_of
from directory.i18n import current_language
from directory.models.jurisdiction import place_of_state
from directory.statistics import service
from directory.statistics.forms import EARLIEST_YEAR, ReturnForm, YearForm, return_form
from directory.statistics.presenters import returns
from directory.statistics.queries.coverage import list_states
from directory.statistics.queries.requests import count_requests
from directory.statistics.queries.returns import find_return, list_filing
from directory.statistics.service import ReturnYear
from directory.statistics.table_files import file_of
from directory.statistics.tables import Table
from directory.transaction import committing
from directory.vocabulary import PERSON_GROUPS, RETURN_SUBJECTS

blueprint = Blueprint("returns", __name__)
ADDRESS = "/statistics/returns/<code>/<subject>"
OF_YEAR = f"{ADDRESS}/<int:year>"


@blueprint.get("/statistics/returns")
def index() -> str:
    """Show the States that have filed figures, with the years."""
    return render_template("statistics/returns.html", page=returns.index(current_viewer(), current_language()))


@blueprint.get(ADDRESS)
def show(code: str, subject: str) -> str:
    """Show the figures of a State and subject through the years. Raises NotFound for an unknown State or subject."""
    return render_template("statistics/series.html", page=_series(code, subject), groups=PERSON_GROUPS)


@blueprint.get(f"{ADDRESS}/export")
def export(code: str, subject: str) -> Response:
    """Send the figures of a State and subject through the years as a file."""

    def tables() -> Mapping[str, Table]:
        return {table.code: table for table in _series(code, subject).tables}

    return file_of(tables, request.args.get("format", ""), request.args.get("table", "totals"), f"{code}-{subject}")


@blueprint.route("/statistics/returns/new", methods=["GET", "POST"])
@permits(Action.FILE_RETURNS)
def new() -> str | ResponseReturnValue | tuple[str, int]:
    """Ask for the State, subject and year of the figures to file, then redirect to the form of these figures."""
    form, language = YearForm(), current_language()
    states = [(code, i18n.territory_name(code, language)) for code in list_filing(current_viewer())]
    form.offer(collation.sorted_by_name(states, lambda pair: pair[1]), _last_year())
    if form.validate_on_submit():
        of = {"code": form.state.data, "subject": form.subject.data, "year": form.year.data}
        return redirect(url_for(".edit", **of), 303)
    return render_template("statistics/new_return.html", form=form), status_of(form)


@blueprint.route(OF_YEAR, methods=["GET", "POST"])
@permits(Action.FILE_RETURNS)
def edit(code: str, subject: str, year: int) -> ResponseReturnValue:
    """Show the form of the figures of a year, or file the figures and redirect to their page."""
    of = _year(code, subject, year)
    form, viewer = _form(of), current_viewer()
    if run_on_submit(form, lambda: service.file(viewer, of, form.filed, form.seen)):
        return redirect(url_for(".show", code=code, subject=subject), 303)
    shown = {"of": of, "label": RETURN_SUBJECTS.label(subject), "state": i18n.territory_name(code, current_language())}
    indicators = returns.indicators(viewer, subject, current_language())
    page = render_template("statistics/return.html", form=form, indicators=indicators, groups=PERSON_GROUPS, **shown)
    return page, status_of(form)


@blueprint.post(f"{OF_YEAR}/withdraw")
@permits(Action.FILE_RETURNS)
def withdraw(code: str, subject: str, year: int) -> ResponseReturnValue:
    """Delete the figures that were filed for a year, and redirect. Raises NotFound if no figures were filed."""
    of = _year(code, subject, year)
    with committing():
        service.withdraw(current_viewer(), of)
    return redirect(url_for(".show", code=code, subject=subject), 303)


def _series(code: str, subject: str) -> returns.ReturnSeries:
    _require_known(code, subject)
    return returns.series(current_viewer(), code, subject, current_language())


def _form(of: ReturnYear) -> ReturnForm:
    before, *beside = (find_return(of.state, of.subject, of.year + step) for step in (0, -1, 1))
    neighbours = tuple(one.counts for one in beside if one)
    if before is None:
        counts = count_requests(current_viewer(), of.state, of.subject, of.year)
        return return_form(of.subject, counts, neighbours, version="0")
    values = {"version": str(before.version), "sources": before.sources, "note": before.note}
    return return_form(of.subject, before.counts, neighbours, **values)


def _year(code: str, subject: str, year: int) -> ReturnYear:
    _require_known(code, subject)
    if not EARLIEST_YEAR <= year <= _last_year():
        raise NotFound
    require(current_viewer(), Action.FILE_RETURNS, place_of_state(code))
    return ReturnYear(code, subject, year)


def _last_year() -> int:
    return clock.today().year - 1


def _require_known(code: str, subject: str) -> None:
    if subject not in RETURN_SUBJECTS or code not in list_states():
        raise NotFound
