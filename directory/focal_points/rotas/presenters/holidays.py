"""The public holidays of a desk's State, for the pages of the desk's rota."""

from collections.abc import Sequence
from datetime import date

from directory import clock
from directory.access.facts import Text
from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.focal_points.rotas import queries
from directory.focal_points.rotas.known_holidays import name_in
from directory.focal_points.rotas.service.holidays import place_of_holidays, unconfirmed_year
from directory.models import FocalPoint


def state_of_holidays(viewer: Viewer, desk: FocalPoint) -> str:
    """Return the code of a desk's State if the viewer may confirm the State's holidays, else an empty string."""
    state = desk.authority.jurisdiction_key or ""
    return state if state and may(viewer, Action.KEEP_ROTA, place_of_holidays(state)) else ""


def year_to_confirm(viewer: Viewer, desk: FocalPoint) -> int | None:
    """Return the year whose holidays await confirmation in the desk's State. Return None if there is no such year, or
    if the viewer may not change the rota."""
    state = desk.authority.jurisdiction_key
    keeps = state is not None and may(viewer, Action.KEEP_ROTA, desk.place())
    return unconfirmed_year(state, clock.now()) if keeps and state else None


def names_on(desk: FocalPoint, days: Sequence[date], language: str) -> dict[date, Text]:
    """Return the names of holidays of the desk's State, keyed by day. A day in `days` is left out if it is not
    confirmed as a day off."""
    state = desk.authority.jurisdiction_key
    found = queries.holidays_on(state, days)
    return {day: name_in(state or "", day.year, name, language) for day, name in found.items()}
