"""Pages: a desk's rota week by week, the rotas that the viewer may change, and the form that begins a rota."""

from datetime import date

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access.current_viewer import current_viewer, permits, signed_in
from directory.access.policy import Action
from directory.focal_points.duty import get_rota
from directory.focal_points.rotas import choices, queries
from directory.focal_points.rotas.consequences import in_zone
from directory.focal_points.rotas.forms import ZoneForm
from directory.focal_points.rotas.presenters import staff
from directory.focal_points.rotas.presenters import week as presenters
from directory.focal_points.rotas.service import patterns
from directory.focal_points.rotas.views.decisions import DONE, decide, form_page, preview_of
from directory.i18n import current_language
from directory.models import FocalPoint
from directory.paging import page_number

blueprint = Blueprint("rotas", __name__)


@blueprint.get("/focal-points/rotas")
@permits(Action.KEEP_ROTA)
def index() -> str:
    """List the desks whose rota the viewer may change."""
    viewer = current_viewer()
    found = queries.list_kept(viewer, page_number(request.args))
    lines = staff.kept_lines(viewer, found.rows, current_language())
    return render_template("focal_points/rotas.html", lines=lines, found=found)


@blueprint.get("/focal-points/<key>/rota")
@signed_in
def show(key: str) -> str:
    """Show the staff of a desk and the people on duty in a week."""
    viewer = current_viewer()
    done = request.args.get("done", "")
    page = presenters.page(viewer, queries.get(viewer, key), _asked_day(), current_language(), done)
    return render_template("focal_points/rota.html", page=page)


@blueprint.route("/focal-points/<key>/rota/zone", methods=["GET", "POST"])
@permits(Action.KEEP_ROTA)
def zone(key: str) -> ResponseReturnValue:
    """Begin a rota in a time zone, or set the time zone of a rota."""
    viewer = current_viewer()
    desk = queries.get_to_keep(viewer, key)
    form = _zone_form(desk)
    status = decide(form, desk, lambda: patterns.set_zone(viewer, desk, form.zone.data, form.version.data or 0))
    if status == DONE:
        return redirect(url_for(".show", key=key), 303)
    preview = preview_of(form, desk, lambda rota: in_zone(rota, form.zone.data))
    return form_page("rota_zone", status, desk, form=form, preview=preview)


def _zone_form(desk: FocalPoint) -> ZoneForm:
    held = get_rota(desk.key)
    zones = choices.zones(current_viewer(), desk, held)
    form = ZoneForm(zone=held.zone if held else zones[0][0])
    form.zone.choices = zones
    if held is None:
        # A desk without a rota has no consequences to show.
        form.show(patterns.NO_ROTA)
    return form


def _asked_day() -> date | None:
    try:
        return date.fromisoformat(request.args.get("week", ""))
    except ValueError:
        return None
