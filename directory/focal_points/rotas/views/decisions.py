"""Functions for the views of rotas. Before most of these views save the values of a form, they show the consequences:
the times that would newly be without anybody, or with several people, on duty."""

from collections.abc import Callable
from typing import Any

from flask import render_template

from directory import clock
from directory.access.current_viewer import current_viewer
from directory.errors import Conflict, InvalidInput
from directory.focal_points.duty import GENERATED_AHEAD, as_rota, get_rota
from directory.focal_points.intervals import Interval
from directory.focal_points.rotas.consequences import consequences_of
from directory.focal_points.rotas.forms import DecisionForm
from directory.focal_points.rotas.presenters.lines import rota_context
from directory.focal_points.rotas.presenters.previews import RotaPreview, duty_texts, preview
from directory.focal_points.shift_generation import Rota
from directory.forms import Form
from directory.i18n import current_language
from directory.models import FocalPoint
from directory.transaction import committing

DONE, SHOWN, REFUSED, OVERTAKEN = 303, 200, 422, 409


def attempt(form: Form, act: Callable[[], object]) -> int:
    """Run `act` in a write transaction if the form was sent and is valid. Return the HTTP status of the response:

    - DONE: `act` has succeeded.
    - SHOWN: the form was not sent.
    - REFUSED: the form is invalid, or `act` raises InvalidInput.
    - OVERTAKEN: `act` raises Conflict.

    The message of an error that `act` raises is added to the form.
    """
    if not form.validate_on_submit():
        return REFUSED if form.errors else SHOWN
    try:
        with committing():
            act()
    except (InvalidInput, Conflict) as refused:
        form.form_errors.append(refused.message)
        return OVERTAKEN if isinstance(refused, Conflict) else REFUSED
    return DONE


def decide(form: DecisionForm, desk: FocalPoint, act: Callable[[], object]) -> int:
    """Run `act` as `attempt` does, but only if the page has shown the consequences of exactly these values.

    The hidden fields of the form record which values, and which version of the rota, the page shows. If the form is
    valid but the consequences were not shown, fill the hidden fields and return SHOWN: the page then shows the
    consequences. If the status is OVERTAKEN, fill the hidden fields too.
    """
    if form.validate_on_submit() and not form.is_seen:
        form.show(version_of(desk))
        return SHOWN
    status = attempt(form, act)
    if status == OVERTAKEN:
        form.show(version_of(desk))
    return status


def version_of(desk: FocalPoint) -> int:
    """Return the present version of a desk's rota, or 0 if the desk has no rota."""
    held = get_rota(desk.key)
    return held.version if held else 0


def preview_of(
    form: DecisionForm, desk: FocalPoint, after: Callable[[Rota], Rota], bounds: Interval | None = None
) -> RotaPreview | None:
    """Return in words the consequences of a change that turns the present rota `rota` into `after(rota)`, for the time
    from now until GENERATED_AHEAD from now. If the interval `bounds` is given, the result also says who is on duty in
    it, without and with the change.

    Return None if the desk has no rota, or if the hidden fields do not name the values of the form (`form.is_seen`).
    """
    held = get_rota(desk.key)
    if held is None or not form.is_seen:
        return None
    now, before = clock.now(), as_rota(desk, held)
    context, changed = rota_context(current_viewer(), desk, held, current_language()), after(before)
    found = consequences_of(before, changed, now, now + GENERATED_AHEAD)
    on_duty = [duty_texts(rota, bounds, context) for rota in (before, changed)] if bounds else []
    return preview(found, context.zones, context.language, *on_duty)


def form_page(template: str, status: int, desk: FocalPoint, **values: Any) -> tuple[str, int]:
    """Return a page about a desk's rota and its HTTP status. `template` is a file name without `.html`."""
    return render_template(f"focal_points/{template}.html", key=desk.key, **values), status
