"""`focal-points/{key}/rota`: people read and change rotas by the rules of the pages. Each write names the rota's
version and returns the rota."""

from collections.abc import Callable, Mapping
from typing import Any
from zoneinfo import ZoneInfo

from flask import Blueprint, Response

from directory import clock
from directory.access.current_viewer import current_viewer, permits, signed_in
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.api.answers import entry_answer
from directory.api.bodies import body_as_form_data, read_body, require_valid
from directory.api.document.operations import Schema
from directory.api.idempotency import is_replay, run_idempotently
from directory.api.preconditions import committing_request, require_if_match
from directory.api.rotas.answers import serialize_rota
from directory.api.rotas.operations import CHANGE, PATTERN, SWAP, ZONE
from directory.errors import NotPermitted
from directory.focal_points.duty import get_rota
from directory.focal_points.rotas import choices, queries
from directory.focal_points.rotas.forms import ChangeForm, PatternForm, SwapForm, ZoneForm
from directory.focal_points.rotas.presenters.times import RotaZones, weekdays
from directory.focal_points.rotas.service import patterns, swaps
from directory.focal_points.shift_generation import Pattern
from directory.i18n import current_language
from directory.models import DeskRota, FocalPoint

blueprint = Blueprint("api_rotas", __name__)
Act = Callable[[Viewer, FocalPoint, DeskRota], object]
ANSWERS = {"agree": swaps.agree, "decline": swaps.decline, "withdraw": swaps.withdraw}
ROTA = "/focal-points/<key>/rota"


@blueprint.get(ROTA)
@signed_in
def show(key: str) -> Response:
    """Return a rota with the shifts that are not over. Raises NotFound unless the viewer may read the rota."""
    viewer = current_viewer()
    return entry_answer(serialize_rota(viewer, queries.get(viewer, key)))


@blueprint.put(f"{ROTA}/zone")
@permits(Action.KEEP_ROTA)
def set_zone(key: str) -> Response:
    """Begin a rota in a time zone, or set the time zone of an existing rota. Return the rota."""
    viewer = current_viewer()
    desk = queries.get_to_keep(viewer, key)
    form = ZoneForm(body_as_form_data(read_body(ZONE)))
    form.zone.choices = choices.zones(viewer, desk, get_rota(key))
    require_valid(form)
    with committing_request():
        require_if_match(show(key))
        held = get_rota(key)
        patterns.set_zone(viewer, desk, form.zone.data, held.version if held else patterns.NO_ROTA)
    return show(key)


@blueprint.post(f"{ROTA}/patterns")
@permits(Action.KEEP_ROTA)
def add_pattern(key: str) -> Response:
    """Add a weekly pattern. Return the rota."""
    body = _read_body(key, PATTERN)

    def act(viewer: Viewer, desk: FocalPoint, held: DeskRota) -> None:
        patterns.save_pattern(viewer, desk, _pattern(desk, body), held.version)

    return _decided(key, act)


@blueprint.put(f"{ROTA}/patterns/<int:number>")
@permits(Action.KEEP_ROTA)
def set_pattern(key: str, number: int) -> Response:
    """Replace the weekly pattern `number`. Return the rota."""
    body = _read_body(key, PATTERN, number)

    def act(viewer: Viewer, desk: FocalPoint, held: DeskRota) -> None:
        row = queries.get_pattern(held, number)
        patterns.save_pattern(viewer, desk, _pattern(desk, body), held.version, row)

    return _decided(key, act)


@blueprint.delete(f"{ROTA}/patterns/<int:number>")
@permits(Action.KEEP_ROTA)
def remove_pattern(key: str, number: int) -> Response:
    """Remove the weekly pattern `number`. Return the rota."""

    def act(viewer: Viewer, desk: FocalPoint, held: DeskRota) -> None:
        patterns.remove_pattern(viewer, desk, queries.get_pattern(held, number), held.version)

    return _decided(key, act)


@blueprint.post(f"{ROTA}/changes")
@permits(Action.KEEP_ROTA)
def add_change(key: str) -> Response:
    """Add a change to the rota: an absence, an extra shift, another member on duty, or a time without duty. Return the
    rota."""
    body = _read_body(key, CHANGE)

    def act(viewer: Viewer, desk: FocalPoint, held: DeskRota) -> None:
        form = ChangeForm(body_as_form_data(body))
        form.offer(choices.kinds(), [("", ""), *choices.members(desk)], ZoneInfo(held.zone))
        require_valid(form)
        patterns.add_change(viewer, desk, form.change(), held.version)

    return _decided(key, act)


@blueprint.delete(f"{ROTA}/changes/<int:number>")
@permits(Action.KEEP_ROTA)
def remove_change(key: str, number: int) -> Response:
    """Remove a change, so that the patterns apply again. Return the rota."""

    def act(viewer: Viewer, desk: FocalPoint, held: DeskRota) -> None:
        patterns.remove_change(viewer, desk, queries.get_change(held, number), held.version)

    return _decided(key, act)


@blueprint.post(f"{ROTA}/swaps")
@permits(Action.KEEP_ROTA)
def ask_to_swap(key: str) -> Response:
    """Ask a colleague to take over one of the caller's shifts, and return the rota. Raises NotPermitted unless the
    caller staffs the desk."""
    body = _read_body(key, SWAP)

    def act(viewer: Viewer, desk: FocalPoint, held: DeskRota) -> None:
        if key not in viewer.desks:
            raise NotPermitted
        form, shifts = SwapForm(body_as_form_data(body)), queries.list_own_shifts(viewer.account_id, key, clock.now())
        offered = choices.shifts(shifts, RotaZones(held.zone, queries.own_zone(viewer)), current_language())
        form.offer(offered, choices.members(desk, without=viewer.account_id))
        require_valid(form)
        swaps.ask_for(viewer, desk, int(form.colleague.data), int(form.shift.data), held.version)

    return _decided(key, act)


@blueprint.post(f"{ROTA}/swaps/<int:number>/<any(agree, decline, withdraw):answer>")
@permits(Action.KEEP_ROTA)
def answer_swap(key: str, number: int, answer: str) -> Response:
    """Agree to, decline or withdraw a request to take over a shift, and return the rota. The colleague who was asked
    agrees or declines; the asker withdraws."""

    def act(viewer: Viewer, desk: FocalPoint, held: DeskRota) -> None:
        ANSWERS[answer](viewer, desk, queries.get_change(held, number))

    return _decided(key, act)


def _read_body(key: str, schema: Schema, number: int | None = None) -> dict[str, Any]:
    # The right to change the rota is checked before the body is read.
    desk = queries.get_to_keep(current_viewer(), key)
    if number is not None and not is_replay():
        queries.get_pattern(queries.require_rota(desk), number)
    return read_body(schema)


def _pattern(desk: FocalPoint, body: Mapping[str, Any]) -> Pattern:
    form = PatternForm(body_as_form_data(body))
    form.offer(choices.members(desk), weekdays(current_language()))
    require_valid(form)
    return form.pattern()


def _decided(key: str, act: Act) -> Response:
    """Run `act` and return the rota. `act` must fill in its forms itself, because the choices of the forms depend on
    the rota, and the rota is read only inside the write transaction."""
    with committing_request():
        run_idempotently(lambda: _decide(key, act))
    return show(key)


def _decide(key: str, act: Act) -> str:
    viewer = current_viewer()
    desk = queries.get_to_keep(viewer, key)
    held = queries.require_rota(desk)
    require_if_match(show(key))
    act(viewer, desk, held)
    return desk.key
