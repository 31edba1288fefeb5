"""The board of desks, and a desk's page."""

from flask import Blueprint, Response, jsonify, render_template, request

from directory import clock
from directory.access.current_viewer import current_viewer
from directory.access.policy import Action, may
from directory.access.viewer import Viewer
from directory.cache.page_cache import cached_page
from directory.focal_points import board, presenters, queries
from directory.focal_points.availability import availability_of, nobody_answers_in, zones_of_lines
from directory.focal_points.contacts import CALLED
from directory.focal_points.line_results import LineResult, line_results
from directory.focal_points.reachability_results import reachability_of
from directory.focal_points.standings.presenters import details_of, level_choices
from directory.focal_points.standings.vouches import vouches_on_page
from directory.focal_points.state_contacts import desk_calls
from directory.i18n import current_language
from directory.vocabulary import STANDING_LEVELS

blueprint = Blueprint("focal_points", __name__)


@blueprint.get("/focal-points")
@cached_page("network", "jurisdiction", "speaks", "page", reachable=("now",), standing=STANDING_LEVELS)
def index() -> str:
    """Show the board: one page of the desks that pass the filter, and their next 24 hours."""
    asked = board.DeskFilter.of(request.args)
    viewer, language = current_viewer(), current_language()
    page = board.board(viewer, asked, language)
    calls = desk_calls(viewer, page.lines, language, with_open=True)
    results = line_results(zones_of_lines(calls.values()), language)
    shown = {"calls": calls, "results": results, "levels": level_choices()}
    return render_template("focal_points/index.html", board=page, asked=asked, **shown)


@blueprint.get("/focal-points/news")
def news() -> Response:
    """Return 304 if the board still has the ETag of the request, else an empty object with the new ETag.

    The page of the board polls this address.
    """
    response = jsonify({})
    response.set_etag(board.version(current_viewer(), board.DeskFilter.of(request.args), current_language()))
    return response.make_conditional(request)  # type: ignore[return-value]


@blueprint.get("/focal-points/<key>")
@cached_page()
def show(key: str) -> str:
    """Show one desk: its cover, contact lines, staff, fallback steps, standing and reachability tests. A viewer who may
    not read the desk's rota is told how to be admitted to the network."""
    viewer, desk, language = current_viewer(), queries.get(key), current_language()
    page, now = presenters.page(viewer, desk, language), availability_of(viewer, desk.key, language)
    return render_template(
        "focal_points/show.html",
        page=page,
        now=now,
        calls=desk_calls(viewer, [now], language, with_open=True)[desk.key] if now else None,
        names_next_ways=_names_next_ways(viewer, page),
        tests=reachability_of(viewer, desk, clock.now(), language),
        results=_results(page, language),
        may_test=may(viewer, Action.VERIFY, desk.place()),
        standing=details_of(viewer, desk),
        vouches=vouches_on_page(viewer, desk, language),
    )


def _results(page: presenters.DeskPage, language: str) -> dict[str, LineResult]:
    zone = page.line.clock.zone if page.line.clock else ""
    tested = [one for one in (*page.own_contacts, *page.contacts) if one.means in CALLED]
    return line_results({one.key: zone for one in tested}, language)


def _names_next_ways(viewer: Viewer, page: presenters.DeskPage) -> bool:
    state = page.line.state
    return page.lead is None and state is not None and nobody_answers_in(viewer, state.key)
