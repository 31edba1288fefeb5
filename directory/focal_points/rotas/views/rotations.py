"""Views that make a rotation (a rota from people in order) or remove one. The page shows the consequences before
anything is saved."""

from datetime import date, timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from directory import clock
from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.focal_points.duty import as_rota, get_rota, plan_of
from directory.focal_points.rotas import choices, queries
from directory.focal_points.rotas.forms import RemovalForm
from directory.focal_points.rotas.presenters import lines, rotations
from directory.focal_points.rotas.presenters.times import weekdays
from directory.focal_points.rotas.rotation_forms import END, RotationForm, data_of
from directory.focal_points.rotas.service import rotations as service
from directory.focal_points.rotas.service.patterns import NO_ROTA
from directory.focal_points.rotas.views.decisions import DONE, REFUSED, decide, form_page, preview_of, version_of
from directory.focal_points.rotations import EVERY_DAY, RotationPlan
from directory.focal_points.weekends import weekend_of
from directory.i18n import current_language
from directory.models import DeskRota, FocalPoint

blueprint = Blueprint("rota_rotations", __name__)
MONDAY = 0


@blueprint.route("/focal-points/<key>/rota/order", methods=["GET", "POST"])
@permits(Action.KEEP_ROTA)
def make(key: str) -> ResponseReturnValue:
    """Make a rotation, which replaces the present rota of the desk from its first day on."""
    viewer = current_viewer()
    desk = queries.get_to_keep(viewer, key)
    held = get_rota(key)
    form = _form(desk, held)
    status = decide(form, desk, lambda: _save(desk, form))
    if status == DONE:
        shown = {"week": form.valid_from.data.isoformat(), "done": "order"}
        return redirect(url_for("rotas.show", key=key, **shown, _anchor="done"), 303)
    twice = rotations.people_twice(desk, form.order.data, form.valid_until.data, current_language())
    shown_plan = _shown(desk, held, form, status)
    return form_page("rota_order", status, desk, form=form, has_rota=held is not None, twice=twice, **shown_plan)


@blueprint.route("/focal-points/<key>/rota/order/<int:number>/remove", methods=["GET", "POST"])
@permits(Action.KEEP_ROTA)
def remove(key: str, number: int) -> ResponseReturnValue:
    """Remove a rotation from a rota."""
    viewer = current_viewer()
    desk = queries.get_to_keep(viewer, key)
    held = queries.require_rota(desk)
    row, form = queries.get_rotation(held, number), RemovalForm()
    if not form.is_submitted():
        form.show(version_of(desk))
    status = decide(form, desk, lambda: service.remove_rotation(viewer, desk, row, form.version.data or 0))
    if status == DONE:
        return redirect(url_for("rotas.show", key=key), 303)
    line = rotations.rotation_line(plan_of(row), lines.rota_context(viewer, desk, held, current_language()))
    preview = preview_of(form, desk, lambda _rota: as_rota(desk, held, without=[row]))
    return form_page("rota_order_removal", status, desk, form=form, preview=preview, rotation=line)


def _form(desk: FocalPoint, held: DeskRota | None) -> RotationForm:
    present = _present(held)
    zones = choices.zones(current_viewer(), desk, held)
    zone = held.zone if held else zones[0][0]
    today = clock.now().astimezone(ZoneInfo(zone)).date()
    form = RotationForm(data={"zone": zone, **data_of(present, _next(today, present.handover if present else MONDAY))})
    form.zone.choices = zones
    if held is not None:
        form.zone.data = held.zone
    people = choices.members(desk)
    order = present.members if present else [int(one) for one, _name in people]
    form.offer(people, order, weekdays(current_language()), today)
    return form


def _present(held: DeskRota | None) -> RotationPlan | None:
    return plan_of(held.rotations[-1]) if held and held.rotations else None


def _next(day: date, weekday: int) -> date:
    """Return the next day after `day` that has this weekday."""
    return day + timedelta(days=(weekday - day.weekday() - 1) % 7 + 1)


def _plan(desk: FocalPoint, form: RotationForm) -> RotationPlan:
    return form.plan(EVERY_DAY - weekend_of(desk.authority.jurisdiction_key or ""))


def _save(desk: FocalPoint, form: RotationForm) -> None:
    version, ends_swaps = form.version.data or NO_ROTA, form.swaps.data == END
    service.make_rotation(current_viewer(), desk, _plan(desk, form), form.zone.data, version, ends_swaps=ends_swaps)


def _shown(desk: FocalPoint, held: DeskRota | None, form: RotationForm, status: int) -> dict[str, object]:
    zone = form.zone.data if form.zone.data in dict(form.zone.choices) else form.zone.choices[0][0]
    if status == REFUSED or not form.is_seen:
        return {"zone": zone, "plan": None, "preview": None}
    viewer, plan, ends_swaps = current_viewer(), _plan(desk, form), form.swaps.data == END
    rota = held or DeskRota(focal_point_key=desk.key, zone=zone)
    return {
        "zone": zone,
        "plan": rotations.rotation_preview(viewer, desk, rota, plan, current_language(), ends_swaps=ends_swaps),
        "preview": preview_of(form, desk, lambda _rota: service.rota_with(desk, rota, plan, ends_swaps=ends_swaps)),
    }
