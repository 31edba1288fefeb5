"""`legislation`: laws have no address of their own, so the list has all of each."""

from flask import Blueprint, Response, request

from directory.api.answers import list_answer
from directory.api.listing import whole_list
from directory.api.operations import PAGES, Operation, list_of
from directory.i18n import current_language

blueprint = Blueprint("api_legislation", __name__)
OPERATIONS = (
    Operation(
        "/legislation",
        "listLegislation",
        "National laws behind the requirements, by id, every detail with its source.",
        list_of("Legislation"),
        PAGES,
        (400,),
        kind="legislation",
    ),
)


@blueprint.get("/legislation")
def index() -> Response:
    """Return laws with all details."""
    return list_answer(whole_list("legislation", request.args, current_language()))
