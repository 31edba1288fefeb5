"""The endpoint `requirements/{key}`: one requirement sheet. `jurisdictions` and `measures` list the sheets."""

from flask import Blueprint, Response

from directory.api.answers import entry_answer
from directory.api.document.operations import Operation, key, ref
from directory.api.entries.single_entry import full_entry
from directory.i18n import current_language
from directory.proposals.queries import get_entry

blueprint = Blueprint("api_requirements", __name__)
OPERATIONS = (
    Operation(
        "/requirements/{key}",
        "getRequirement",
        "One requirement sheet with its rules.",
        ref("Requirement"),
        (key("The id of a sheet.", "kg"),),
        (404,),
        is_entry=True,
    ),
)


@blueprint.get("/requirements/<key>")
def show(key: str) -> Response:
    """Return one requirement sheet with its rules, with all values that the viewer may read. Raises NotFound for an
    unknown key."""
    return entry_answer(full_entry(get_entry(("requirement", key)), current_language()))
