"""`focal-points/{key}/rota`: read by whom its page is for, kept by whom keeps it, each decision for one version."""

from collections.abc import Callable
from zoneinfo import ZoneInfo

from flask import Blueprint, Response

from directory import clock
from directory.access.guard import current_viewer, permits, signed_in
from directory.access.policy import Action
from directory.access.viewer import Viewer
from directory.api.answers import entry_answer
from directory.api.bodies import as_sent, read_body, require_valid
from directory.api.matching import require_match, writing
from directory.api.repeats import once
from directory.api.rotas.answers import write_rota
from directory.api.rotas.operations import CHANGE, PATTERN, SWAP
from directory.errors import NotFound, NotPermitted
from directory.focal_points.rotas import choices, queries
from directory.focal_points.rotas.forms import ChangeForm, PatternForm, SwapForm
from directory.focal_points.rotas.presenters.times import Zones, weekdays
from directory.focal_points.rotas.service import keeping, swaps
from directory.i18n import current_language
from directory.models import DeskRota, FocalPoint

blueprint = Blueprint("api_rotas", __name__)
Act = Callable[[Viewer, FocalPoint, DeskRota], object]
ANSWERS = {"agree": swaps.agree, "decline": swaps.decline, "withdraw": swaps.withdraw}
ROTA = "/focal-points/<key>/rota"


@blueprint.get(ROTA)
@signed_in
def show(key: str) -> Response:
    """Return a rota with the shifts that are not over."""
    viewer = current_viewer()
    return entry_answer(write_rota(viewer, queries.get(viewer, key)))


@blueprint.post(f"{ROTA}/patterns")
@permits(Action.KEEP_ROTA)
def add_pattern(key: str) -> Response:
    """Add a weekly pattern."""
    form = _pattern_form(key)
    return _decided(key, lambda viewer, desk, held: keeping.save_pattern(viewer, desk, form.pattern(), held.version))


@blueprint.put(f"{ROTA}/patterns/<int:number>")
@permits(Action.KEEP_ROTA)
def set_pattern(key: str, number: int) -> Response:
    """Set a weekly pattern."""
    form = _pattern_form(key)

    def act(viewer: Viewer, desk: FocalPoint, held: DeskRota) -> None:
        row = queries.find_pattern(held, number)
        if row is None:
            raise NotFound
        keeping.save_pattern(viewer, desk, form.pattern(), held.version, row)

    return _decided(key, act)


@blueprint.delete(f"{ROTA}/patterns/<int:number>")
@permits(Action.KEEP_ROTA)
def remove_pattern(key: str, number: int) -> Response:
    """Take a weekly pattern away."""

    def act(viewer: Viewer, desk: FocalPoint, held: DeskRota) -> None:
        row = queries.find_pattern(held, number)
        if row is None:
            raise NotFound
        keeping.remove_pattern(viewer, desk, row, held.version)

    return _decided(key, act)


@blueprint.post(f"{ROTA}/changes")
@permits(Action.KEEP_ROTA)
def add_change(key: str) -> Response:
    """Add an absence, an extra shift, somebody else, or nobody, for a stretch of time."""
    desk = queries.get_to_keep(current_viewer(), key)
    zone = ZoneInfo(queries.get_held(desk).zone)
    form = ChangeForm(as_sent(read_body(CHANGE)))
    form.offer(choices.kinds(), [("", ""), *choices.members(desk)], zone)
    require_valid(form)
    return _decided(key, lambda viewer, desk, held: keeping.add_change(viewer, desk, form.change(), held.version))


@blueprint.delete(f"{ROTA}/changes/<int:number>")
@permits(Action.KEEP_ROTA)
def remove_change(key: str, number: int) -> Response:
    """Take a change away, so that the patterns hold again."""

    def act(viewer: Viewer, desk: FocalPoint, held: DeskRota) -> None:
        keeping.remove_change(viewer, desk, queries.get_change(held, number), held.version)

    return _decided(key, act)


@blueprint.post(f"{ROTA}/swaps")
@permits(Action.KEEP_ROTA)
def ask_to_swap(key: str) -> Response:
    """Ask a colleague to take over a shift of one's own."""
    viewer = current_viewer()
    desk = queries.get_to_keep(viewer, key)
    if key not in viewer.desks:
        raise NotPermitted
    shifts = queries.list_own_shifts(viewer.account_id, key, clock.now())
    zones = Zones(queries.get_held(desk).zone, queries.own_zone(viewer))
    form = SwapForm(as_sent(read_body(SWAP)))
    form.offer(choices.shifts(shifts, zones, current_language()), choices.members(desk, without=viewer.account_id))
    require_valid(form)
    [shift] = [row.id for row in shifts if str(row.id) == form.shift.data]
    colleague = int(form.colleague.data)
    return _decided(key, lambda viewer, desk, held: swaps.ask_for(viewer, desk, colleague, shift, held.version))


@blueprint.post(f"{ROTA}/swaps/<int:number>/<any(agree, decline, withdraw):answer>")
@permits(Action.KEEP_ROTA)
def answer_swap(key: str, number: int, answer: str) -> Response:
    """Take a shift over, say no, or ask no more."""

    def act(viewer: Viewer, desk: FocalPoint, held: DeskRota) -> None:
        ANSWERS[answer](viewer, desk, queries.get_change(held, number))

    return _decided(key, act)


def _pattern_form(key: str) -> PatternForm:
    desk = queries.get_to_keep(current_viewer(), key)
    queries.get_held(desk)
    form = PatternForm(as_sent(read_body(PATTERN)))
    form.offer(choices.members(desk), weekdays(current_language()))
    require_valid(form)
    return form


def _decided(key: str, act: Act) -> Response:
    """Do `act` with the rota that the caller has read, and return the rota as it is then."""
    with writing():
        once(lambda: _decide(key, act))
    return show(key)


def _decide(key: str, act: Act) -> str:
    viewer = current_viewer()
    desk = queries.get_to_keep(viewer, key)
    held = queries.get_held(desk)
    require_match(show(key))
    act(viewer, desk, held)
    return desk.key
