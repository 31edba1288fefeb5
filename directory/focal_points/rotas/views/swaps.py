"""Pages of swaps: a member asks a colleague to take over a shift. Opening the page of a swap changes nothing."""

from flask import Blueprint, redirect, url_for
from flask.typing import ResponseReturnValue

from directory import clock
from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.focal_points.rotas import choices, queries
from directory.focal_points.rotas.forms import SwapForm
from directory.focal_points.rotas.presenters import lines
from directory.focal_points.rotas.presenters.times import RotaZones
from directory.focal_points.rotas.service import swaps as service
from directory.focal_points.rotas.views.decisions import DONE, SHOWN, attempt, form_page, version_of
from directory.i18n import current_language
from directory.models import FocalPoint
from directory.transaction import committing

blueprint = Blueprint("rota_swaps", __name__)
ANSWERS = {"agree": service.agree, "decline": service.decline, "withdraw": service.withdraw}


@blueprint.route("/focal-points/<key>/rota/swaps/new", methods=["GET", "POST"])
@permits(Action.KEEP_ROTA)
def new(key: str) -> ResponseReturnValue:
    """Ask a colleague to take over one of the viewer's shifts."""
    desk = queries.get_staffed(current_viewer(), key)
    form = _form(desk)
    status = attempt(form, lambda: _ask(desk, form))
    if status == DONE:
        return redirect(url_for("rotas.show", key=key, _anchor="swaps"), 303)
    form.version.data, form.version.raw_data = version_of(desk), None
    return form_page("rota_swap_new", status, desk, form=form)


@blueprint.get("/focal-points/<key>/rota/swaps/<int:number>")
@permits(Action.KEEP_ROTA)
def show(key: str, number: int) -> ResponseReturnValue:
    """Show a swap with the answers that the viewer may give. If the swap is agreed to or over, say so."""
    viewer = current_viewer()
    desk = queries.get_to_keep(viewer, key)
    held = queries.require_rota(desk)
    row = queries.get_change(held, number)
    line = lines.swap_line(desk, held, row, lines.rota_context(viewer, desk, held, current_language()))
    is_open = row.agreed_at is None and row.ends_at > clock.now()
    return form_page("rota_swap", SHOWN, desk, swap=line, is_open=is_open, zone=held.zone)


@blueprint.post("/focal-points/<key>/rota/swaps/<int:number>/<any(agree, decline, withdraw):answer>")
@permits(Action.KEEP_ROTA)
def answer(key: str, number: int, answer: str) -> ResponseReturnValue:
    """Agree to a swap, decline a swap, or withdraw a swap for which the viewer asked."""
    viewer = current_viewer()
    desk = queries.get_to_keep(viewer, key)
    with committing():
        ANSWERS[answer](viewer, desk, queries.get_change(queries.require_rota(desk), number))
    return redirect(url_for("rotas.show", key=key, _anchor="swaps"), 303)


def _form(desk: FocalPoint) -> SwapForm:
    viewer, held = current_viewer(), queries.require_rota(desk)
    shifts = queries.list_own_shifts(viewer.account_id, desk.key, clock.now())
    zones = RotaZones(held.zone, queries.own_zone(viewer))
    form = SwapForm()
    form.offer(choices.shifts(shifts, zones, current_language()), choices.members(desk, without=viewer.account_id))
    return form


def _ask(desk: FocalPoint, form: SwapForm) -> None:
    colleague, shift, version = int(form.colleague.data), int(form.shift.data), form.version.data or 0
    service.ask_for(current_viewer(), desk, colleague, shift, version)
