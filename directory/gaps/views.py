"""Pages of gaps: the States, the gaps of a State as a page and a file, and the letter that asks an office."""

from functools import partial

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access.current_viewer import current_viewer, permits, require
from directory.access.policy import Action
from directory.addresses import address_in_mail
from directory.authorities.queries import get as get_authority
from directory.errors import InvalidInput, NotFound
from directory.formats.tables import MEDIA_TYPES, write_table
from directory.gaps import service
from directory.gaps.messages import NOTHING_MISSING
from directory.gaps.presenters import pages
from directory.gaps.presenters.lines import GapForm
from directory.i18n import current_language
from directory.jurisdictions.queries import get as get_state
from directory.models import Authority
from directory.transaction import committing
from directory.web.concurrency_limit import slot

blueprint = Blueprint("gaps", __name__)
SHEET_NAME = "gaps"


@blueprint.get("/gaps")
@permits(Action.VERIFY)
def index() -> ResponseReturnValue:
    """List the States in the viewer's scope. If there is only one, redirect to the gaps of this State."""
    states = pages.states_page(current_viewer(), current_language())
    if len(states) == 1:
        return redirect(url_for(".show", code=states[0].key))
    return render_template("gaps/index.html", states=states)


@blueprint.get("/gaps/<code>")
@permits(Action.VERIFY)
def show(code: str) -> str:
    """Show the gaps of a State."""
    return render_template("gaps/show.html", page=_page(code), days=service.ASK_AGAIN_DAYS)


@blueprint.get("/gaps/<code>/export")
@permits(Action.VERIFY)
def export(code: str) -> Response:
    """Send the gaps of a State as a file, with the same rows as the page. Raises NotFound for an unknown file
    format."""
    ending = request.args.get("format", "")
    if ending not in MEDIA_TYPES:
        raise NotFound
    with slot():
        rows = pages.rows(_page(code), _address_of)
        response = Response(write_table(ending, [(SHEET_NAME, rows)]))
    response.headers["Content-Type"] = MEDIA_TYPES[ending]
    response.headers["Content-Disposition"] = f'attachment; filename="gaps-{code}.{ending}"'
    return response


@blueprint.get("/gaps/<code>/ask/<key>")
@permits(Action.VERIFY)
def ask(code: str, key: str) -> str:
    """Show the letter that asks an office for missing facts, before the letter is sent."""
    page = pages.ask_page(current_viewer(), _authority(code, key), current_language())
    return render_template("gaps/ask.html", page=page, days=service.ASK_AGAIN_DAYS)


@blueprint.post("/gaps/<code>/ask/<key>")
@permits(Action.VERIFY)
def send(code: str, key: str) -> ResponseReturnValue:
    """Send the letter to the office. Raises InvalidInput if there is nothing to ask."""
    viewer = current_viewer()
    authority = _authority(code, key)
    # The gaps are read before the write lock is taken, since reading them takes long.
    known, gaps = pages.gaps_of_office(viewer, code, authority.key, current_language())
    if not gaps:
        raise InvalidInput(NOTHING_MISSING)
    with committing():
        service.ask(viewer, get_authority(key), partial(pages.letter_lines, known, code, gaps))
    return redirect(url_for(".show", code=code, _anchor="offices"), 303)


def _page(code: str) -> pages.GapsPage:
    state = get_state(code)
    require(current_viewer(), Action.VERIFY, state.place())
    return pages.page(current_viewer(), code, current_language())


def _authority(code: str, key: str) -> Authority:
    require(current_viewer(), Action.VERIFY, get_state(code).place())
    authority = get_authority(key)
    if authority.jurisdiction_key != code or authority.has_ended:
        raise NotFound
    return authority


def _address_of(form: GapForm) -> str:
    """Return the full address of the page on which a gap is filled. It begins with the address of the site, which
    comes from the settings."""
    language = current_language()
    path = url_for(form.endpoint, _external=False, **form.arguments).partition(f"/{language}/")[2]
    return address_in_mail(language, path)
