"""Pages of States: the list, the comparison, the page of a State, and the page of its requirements."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory.access.current_viewer import current_viewer
from directory.access.facts import state_link
from directory.cache.page_cache import cached_page
from directory.focal_points.state_contacts import contacts_by_state
from directory.i18n import current_language
from directory.jurisdictions import presenters, queries
from directory.requirements import pages
from directory.requirements.days import parse_day
from directory.treaties.queries import list_home_states
from directory.vocabulary import MEASURES

blueprint = Blueprint("jurisdictions", __name__)

MOST_COMPARED = 4


@blueprint.before_request
def use_capitals() -> Response | None:
    """If the address has a State's code in lower case, redirect to the same address with the code in capitals.
    Otherwise return None."""
    arguments = request.view_args or {}
    code = arguments.get("code", "")
    if not code.isascii() or code == code.upper():
        return None
    return redirect(url_for(str(request.endpoint), **(arguments | {"code": code.upper()})), 301)


@blueprint.get("/jurisdictions")
@cached_page(order=("name",))
def index() -> str:
    """Show all States.

    States of the home network come first, then the others by region or, with `order=name`, by name.
    """
    order = "name" if request.args.get("order") == "name" else "region"
    lines = presenters.state_lines(current_viewer(), queries.list_jurisdictions(), current_language())
    groups = presenters.by_letter(lines) if order == "name" else presenters.by_region(lines)
    return render_template(
        "jurisdictions/index.html", lines=lines, groups=groups, order=order, home_states=list_home_states()
    )


@blueprint.get("/jurisdictions/compare")
@cached_page("codes", "on", measure=MEASURES)
def compare() -> tuple[str, int]:
    """Show the requirements of two to four States side by side, as they are today or were on the day `on`.

    Without `on`, also show the contacts to call. With fewer than two States, show only the form. With a wrong day, show
    only the form, with status 400.
    """
    viewer, language, asked = current_viewer(), current_language(), parse_day(request.args.get("on", ""))
    codes = dict.fromkeys(code.upper() for value in request.args.getlist("codes") for code in value.split(","))
    known = {state.key: state for state in queries.list_jurisdictions()}
    chosen = [code for code in codes if code in known][:MOST_COMPARED]
    lines = presenters.state_lines(viewer, list(known.values()), language)
    compared = chosen if len(chosen) > 1 and not asked.error else ()
    measure = request.args.get("measure", "")
    html = render_template(
        "jurisdictions/compare.html",
        lines=lines,
        chosen=chosen,
        measure=measure,
        measures=[(code, term.label) for code, term in MEASURES.items()],
        contacts={} if asked.day else contacts_by_state(viewer, compared, language),
        page=pages.comparison(viewer, compared, language, asked.day, measure),
        asked=asked,
    )
    return html, 400 if asked.error else 200


@blueprint.get("/jurisdictions/<code>")
@cached_page()
def show(code: str) -> str:
    """Show one State. Raises NotFound for an unknown code."""
    page = presenters.page(current_viewer(), queries.get(code), current_language())
    return render_template("jurisdictions/show.html", page=page)


@blueprint.get("/jurisdictions/<code>/requirements")
@cached_page("on")
def requirements(code: str) -> tuple[str, int]:
    """Show a State's requirement sheets, as they are today or were on the day `on`.

    With a wrong day (status 400), show only the form to choose the day.
    """
    state, asked, language = queries.get(code), parse_day(request.args.get("on", "")), current_language()
    if asked.error:
        state_asked = state_link(state.key, language)
        return render_template("jurisdictions/requirements_day.html", state=state_asked, asked=asked), 400
    page = pages.page(current_viewer(), state.key, language, asked.day)
    return render_template("jurisdictions/requirements.html", page=page, asked=asked), 200
