"""The page on which a coordinator confirms the public holidays of a State."""

from collections.abc import Iterator

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory import clock, i18n
from directory.access.current_viewer import current_viewer, permits, require
from directory.access.policy import Action
from directory.errors import NotFound
from directory.extensions import db
from directory.focal_points.rotas.calendar_forms import HolidaysForm, typed_days
from directory.focal_points.rotas.service import holidays as service
from directory.focal_points.rotas.service.holidays import DayOff
from directory.focal_points.rotas.views.decisions import DONE, OVERTAKEN, attempt
from directory.i18n import current_language
from directory.models import Jurisdiction

blueprint = Blueprint("holidays", __name__)
YEARS_SHOWN = 3
EMPTY_ROWS = 3


@blueprint.route("/focal-points/holidays/<state>", methods=["GET", "POST"])
@permits(Action.KEEP_ROTA)
def show(state: str) -> ResponseReturnValue:
    """Show the holidays of a State in a year, or estimates if none are confirmed. If the form is sent, confirm the
    holidays."""
    viewer = current_viewer()
    found, year = db.session.get(Jurisdiction, state), _asked_year()
    require(viewer, Action.KEEP_ROTA, service.place_of_holidays(state), is_known=found is not None)
    if found is None:
        raise NotFound
    form = _form(state, year)
    status = attempt(form, lambda: service.confirm(viewer, found, year, list(_typed(form)), form.version.data or ""))
    if status == DONE:
        return redirect(url_for(".show", state=state, year=year), 303)
    if status == OVERTAKEN:
        form.version.data = service.version_of(service.list_confirmed(state, year))
    name, is_confirmed = i18n.territory_name(state, current_language()), bool(service.list_confirmed(state, year))
    page = {"state": state, "name": name, "year": year, "years": _years(), "is_confirmed": is_confirmed}
    return render_template("focal_points/holidays.html", form=form, **page), status


def _form(state: str, year: int) -> HolidaysForm:
    if request.method == "POST":
        return HolidaysForm()
    rows = service.list_confirmed(state, year)
    days = [DayOff(row.day, row.name, row.is_off) for row in rows]
    shown = days or service.estimates(state, year, current_language())
    empty = [{"day": None, "name": "", "is_off": True}] * EMPTY_ROWS
    return HolidaysForm(data={"version": service.version_of(rows), "days": [*map(vars, shown), *empty]})


def _typed(form: HolidaysForm) -> Iterator[DayOff]:
    for day, name, is_off in typed_days(form):
        yield DayOff(day, name, is_off)


def _years() -> list[int]:
    this = clock.today().year
    return list(range(this, this + YEARS_SHOWN))


def _asked_year() -> int:
    asked = request.args.get("year", "")
    return next((year for year in _years() if str(year) == asked), _years()[0])
