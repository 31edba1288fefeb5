"""Pages on which the docket is read: the list, and one entry."""

from collections.abc import Mapping

from flask import Blueprint, render_template, request
from flask.typing import ResponseReturnValue

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.i18n import current_language
from directory.paging import page_number
from directory.requests.presenters.lists import list_of
from directory.requests.presenters.page import page_of
from directory.requests.queries.entries import (
    CLOSED,
    LATE,
    NUMBER,
    PENDING,
    WAITING,
    RequestFilter,
    get_readable,
)
from directory.vocabulary import MEASURES, REQUEST_DIRECTIONS, REQUEST_STATES

blueprint = Blueprint("requests", __name__)
# Longer texts are no keys of States and offices.
LONGEST_KEY_CHARACTERS = 160


def read_filter(arguments: Mapping[str, str]) -> RequestFilter:
    """Return the filter of query parameters. A value that is none of the known codes does not filter."""

    def code(name: str, known: object) -> str:
        value = arguments.get(name, "")
        return value if value in known else ""  # type: ignore[operator]

    return RequestFilter(
        with_state=arguments.get("with_state", "")[:LONGEST_KEY_CHARACTERS],
        state=code("state", (LATE, PENDING, CLOSED, *REQUEST_STATES)),
        measure=code("measure", MEASURES),
        direction=code("direction", REQUEST_DIRECTIONS),
        office=arguments.get("office", "")[:LONGEST_KEY_CHARACTERS],
        sort=code("sort", (WAITING, NUMBER)) or WAITING,
        page=page_number(arguments),
    )


@blueprint.get("/requests")
@permits(Action.KEEP_DOCKET)
def index() -> str:
    """Show the requests that the viewer's office holds or that the viewer oversees, and invitations to the office."""
    asked = read_filter(request.args)
    found = list_of(current_viewer(), asked, current_language())
    return render_template("requests/index.html", page=found, asked=asked)


@blueprint.get("/requests/<public_id>")
@permits(Action.KEEP_DOCKET)
def show(public_id: str) -> ResponseReturnValue:
    """Show one entry. Raises NotFound if the viewer may not read it."""
    viewer = current_viewer()
    entry = get_readable(viewer, public_id)
    page = page_of(viewer, entry, current_language(), page_number(request.args))
    return render_template("requests/show.html", page=page)
