"""The endpoints `treaties` (a list) and `treaties/{key}` (one treaty)."""

from flask import Blueprint, Response, request

from directory.api.answers import entry_answer, list_answer
from directory.api.document.operations import PAGES, Operation, key, list_of, ref
from directory.api.entries.lists import short_list
from directory.api.entries.single_entry import full_entry
from directory.i18n import current_language
from directory.treaties import queries

blueprint = Blueprint("api_treaties", __name__)
OPERATIONS = (
    Operation(
        "/treaties",
        "listTreaties",
        "Multilateral and bilateral treaties by id.",
        list_of("TreatyInList"),
        PAGES,
        (400,),
        kind="treaty",
        is_short=True,
    ),
    Operation(
        "/treaties/{key}",
        "getTreaty",
        "One treaty: every detail with its source, its parties where bilateral, what States did under it, its rules.",
        ref("Treaty"),
        (key("The id of a treaty.", "untoc"),),
        (404,),
        is_entry=True,
    ),
)


@blueprint.get("/treaties")
def index() -> Response:
    """Return a page of the treaties that match the filters, in short form, with public values only."""
    return list_answer(short_list("treaty", request.args, current_language()))


@blueprint.get("/treaties/<key>")
def show(key: str) -> Response:
    """Return one treaty with parts, States' acts and territories, with all values that the viewer may read. Raises
    NotFound for an unknown key."""
    treaty, statuses = queries.get(key), queries.list_statuses(treaty=key)
    territories = queries.list_territories(treaty=key)
    return entry_answer(full_entry(treaty, current_language(), statuses=statuses, territories=territories))
