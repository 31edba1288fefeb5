"""The endpoints `legislation` (the library of law) and `legislation/{key}` (one entry of the library)."""

from flask import Blueprint, Response, request

from directory.api.answers import entry_answer, list_answer
from directory.api.document.operations import PAGES, Operation, key, list_of, ref
from directory.api.entries.lists import full_list
from directory.api.entries.single_entry import full_entry
from directory.i18n import current_language
from directory.proposals.queries import get_entry

blueprint = Blueprint("api_legislation", __name__)
OPERATIONS = (
    Operation(
        "/legislation",
        "listLegislation",
        "The library of law: laws, decisions and guides, by id, every detail with its source.",
        list_of("Legislation"),
        PAGES,
        (400,),
        kind="legislation",
    ),
    Operation(
        "/legislation/{key}",
        "getLegislation",
        "One national law, every detail with its source.",
        ref("Legislation"),
        (key("The id of a law.", "am-cpc-1998"),),
        (404,),
        is_entry=True,
    ),
)


@blueprint.get("/legislation")
def index() -> Response:
    """Return a page of the laws that match the filters, with their provisions and all public details."""
    return list_answer(full_list("legislation", request.args, current_language()))


@blueprint.get("/legislation/<key>")
def show(key: str) -> Response:
    """Return one law with its provisions, with all values that the viewer may read. Raises NotFound for an unknown
    key."""
    return entry_answer(full_entry(get_entry(("legislation", key)), current_language()))
