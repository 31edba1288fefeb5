"""The endpoints `networks` (a list) and `networks/{key}` (one network)."""

from flask import Blueprint, Response, request

from directory.api.answers import entry_answer, list_answer
from directory.api.document.operations import PAGES, Operation, key, list_of, ref
from directory.api.entries.lists import short_list
from directory.api.entries.single_entry import full_entry
from directory.i18n import current_language
from directory.networks import queries

blueprint = Blueprint("api_networks", __name__)
OPERATIONS = (
    Operation(
        "/networks",
        "listNetworks",
        "Networks by id with their member States; no member listed means not known.",
        list_of("NetworkInList"),
        PAGES,
        (400,),
        kind="network",
        is_short=True,
    ),
    Operation(
        "/networks/{key}",
        "getNetwork",
        "One network: every detail with its source, its members and desks.",
        ref("Network"),
        (key("The id of a network.", "casc"),),
        (404,),
        is_entry=True,
    ),
)


@blueprint.get("/networks")
def index() -> Response:
    """Return a page of the networks that match the filters, in short form, with public values only."""
    return list_answer(short_list("network", request.args, current_language()))


@blueprint.get("/networks/<key>")
def show(key: str) -> Response:
    """Return one network with members and desks, with all values that the viewer may read. Raises NotFound for an
    unknown key."""
    return entry_answer(full_entry(queries.get(key), current_language()))
