"""Views to edit the patterns and changes of a rota.

Before a pattern or change is saved or removed, the page shows how the shifts would change.
"""

from datetime import datetime
from zoneinfo import ZoneInfo

from flask import Blueprint, redirect, request, url_for
from flask.typing import ResponseReturnValue

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.errors import NotFound
from directory.focal_points.duty import as_rota, pattern_of
from directory.focal_points.rotas import choices, queries
from directory.focal_points.rotas.consequences import with_changes, with_pattern
from directory.focal_points.rotas.forms import ChangeForm, PatternForm, RemovalForm
from directory.focal_points.rotas.presenters import lines
from directory.focal_points.rotas.presenters.times import weekdays
from directory.focal_points.rotas.service import patterns as service
from directory.focal_points.rotas.views.decisions import DONE, decide, form_page, preview_of, version_of
from directory.i18n import current_language
from directory.models import DeskRota, FocalPoint, RotaChange, ShiftPattern

blueprint = Blueprint("rota_keeping", __name__)


@blueprint.route("/focal-points/<key>/rota/patterns/new", methods=["GET", "POST"])
@permits(Action.KEEP_ROTA)
def new_pattern(key: str) -> ResponseReturnValue:
    """Add a weekly pattern."""
    desk = queries.get_to_keep(current_viewer(), key)
    return _pattern(desk, queries.require_rota(desk))


@blueprint.route("/focal-points/<key>/rota/patterns/<int:number>", methods=["GET", "POST"])
@permits(Action.KEEP_ROTA)
def edit_pattern(key: str, number: int) -> ResponseReturnValue:
    """Change a weekly pattern. If somebody removed the pattern meanwhile, add a new pattern with the typed values."""
    desk = queries.get_to_keep(current_viewer(), key)
    held = queries.require_rota(desk)
    if queries.find_pattern(held, number) is None and request.method != "POST":
        raise NotFound
    return _pattern(desk, held, number)


@blueprint.route("/focal-points/<key>/rota/patterns/<int:number>/remove", methods=["GET", "POST"])
@permits(Action.KEEP_ROTA)
def remove_pattern(key: str, number: int) -> ResponseReturnValue:
    """Remove a weekly pattern."""
    viewer = current_viewer()
    desk = queries.get_to_keep(viewer, key)
    held = queries.require_rota(desk)
    row = queries.get_pattern(held, number)
    form = _removal(desk)
    status = decide(form, desk, lambda: service.remove_pattern(viewer, desk, row, form.version.data or 0))
    if status == DONE:
        return redirect(url_for("rotas.show", key=key), 303)
    context = lines.rota_context(viewer, desk, held, current_language())
    line = next((one for one in lines.pattern_lines(held, context) if one.number == number), None)
    return _removal_page(desk, held, form, status, row, pattern=line)


@blueprint.route("/focal-points/<key>/rota/changes/new", methods=["GET", "POST"])
@permits(Action.KEEP_ROTA)
def new_change(key: str) -> ResponseReturnValue:
    """Add a change: an absence, an extra shift, one person in place of another, or nobody on duty."""
    viewer = current_viewer()
    desk = queries.get_to_keep(viewer, key)
    held = queries.require_rota(desk)
    times = {name: at for name in ("starts", "ends") if (at := _asked_time(name))}
    form = ChangeForm(kind=request.args.get("kind", ""), member=str(viewer.account_id), **times)
    form.offer(choices.kinds(), [("", "–"), *choices.members(desk)], ZoneInfo(held.zone))
    status = decide(form, desk, lambda: service.add_change(viewer, desk, form.change(), form.version.data or 0))
    if status == DONE:
        return redirect(url_for("rotas.show", key=key, week=form.starts.data.date(), done="change"), 303)
    bounds = (form.change().starts_at, form.change().ends_at) if form.is_seen else None
    preview = preview_of(form, desk, lambda rota: with_changes(rota, [form.change()]), bounds)
    return form_page("rota_change", status, desk, form=form, preview=preview, zone=held.zone)


@blueprint.route("/focal-points/<key>/rota/changes/<int:number>/remove", methods=["GET", "POST"])
@permits(Action.KEEP_ROTA)
def remove_change(key: str, number: int) -> ResponseReturnValue:
    """Remove a change, so that the patterns apply again."""
    viewer = current_viewer()
    desk = queries.get_to_keep(viewer, key)
    held = queries.require_rota(desk)
    row, form = queries.get_change(held, number), _removal(desk)
    first_day = row.starts_at.astimezone(ZoneInfo(held.zone)).date()
    status = decide(form, desk, lambda: service.remove_change(viewer, desk, row, form.version.data or 0))
    if status == DONE:
        return redirect(url_for("rotas.show", key=key, week=first_day), 303)
    context = lines.rota_context(viewer, desk, held, current_language())
    line = next((one for one in lines.change_lines(held, context) if one.number == number), None)
    return _removal_page(desk, held, form, status, row, change=line)


def _pattern(desk: FocalPoint, held: DeskRota, number: int | None = None) -> ResponseReturnValue:
    viewer, form = current_viewer(), PatternForm()
    row = queries.find_pattern(held, number)
    form.offer(choices.members(desk), weekdays(current_language()))
    if row is not None and not form.is_submitted():
        form.fill(pattern_of(row))
    status = decide(form, desk, lambda: service.save_pattern(viewer, desk, form.pattern(), form.version.data or 0, row))
    if status == DONE:
        return redirect(url_for("rotas.show", key=desk.key), 303)
    without = [row] if row is not None else []
    preview = preview_of(form, desk, lambda _rota: with_pattern(as_rota(desk, held, without=without), form.pattern()))
    return form_page("rota_pattern", status, desk, form=form, preview=preview, zone=held.zone, number=number)


def _asked_time(name: str) -> datetime | None:
    """Return the time that the query parameter `name` gives, or None if it gives no time.

    On the page of a rota, the link from a hole to this form has the start and the end of the hole as parameters.
    """
    try:
        return datetime.fromisoformat(request.args.get(name, "")).replace(tzinfo=None)
    except ValueError:
        return None


def _removal(desk: FocalPoint) -> RemovalForm:
    form = RemovalForm()
    if not form.is_submitted():
        form.show(version_of(desk))
    return form


def _removal_page(
    desk: FocalPoint, held: DeskRota, form: RemovalForm, status: int, row: ShiftPattern | RotaChange, **shown: object
) -> ResponseReturnValue:
    preview = preview_of(form, desk, lambda _rota: as_rota(desk, held, without=[row]))
    return form_page("rota_removal", status, desk, form=form, preview=preview, **shown)
