"""The endpoints `authorities` (a list) and `authorities/{key}` (one authority)."""

from flask import Blueprint, Response, request

from directory.api.answers import entry_answer, list_answer
from directory.api.document.operations import PAGES, Operation, key, list_of, ref
from directory.api.entries.lists import short_list
from directory.api.entries.single_entry import full_entry
from directory.authorities import queries
from directory.i18n import current_language

blueprint = Blueprint("api_authorities", __name__)
OPERATIONS = (
    Operation(
        "/authorities",
        "listAuthorities",
        "Authorities by id, without contacts: those stand on each one's own address.",
        list_of("AuthorityInList"),
        PAGES,
        (400,),
        kind="authority",
        is_short=True,
    ),
    Operation(
        "/authorities/{key}",
        "getAuthority",
        "One authority: every detail with its source, its functions, designations, contacts and desks.",
        ref("Authority"),
        (key("The id of an authority.", "kg-prosecutor-general"),),
        (404,),
        is_entry=True,
    ),
)


@blueprint.get("/authorities")
def index() -> Response:
    """Return a page of the authorities that match the filters, in short form, with public values only."""
    return list_answer(short_list("authority", request.args, current_language()))


@blueprint.get("/authorities/<key>")
def show(key: str) -> Response:
    """Return one authority with its parts and desks, with all values that the viewer may read. Raises NotFound for an
    unknown key."""
    return entry_answer(full_entry(queries.get(key), current_language()))
