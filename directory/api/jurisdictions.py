"""The endpoints `jurisdictions` (a list), `jurisdictions/{code}` (one State) and
`jurisdictions/{code}/requirements`."""

from flask import Blueprint, Response, request

from directory.access.gate import if_open
from directory.api.answers import entry_answer, list_answer
from directory.api.document.operations import PAGES, Operation, key, list_of, ref
from directory.api.entries.lists import full_list, short_list
from directory.api.entries.old_sheets import ON, old_list, read_day
from directory.api.entries.single_entry import full_entry
from directory.i18n import current_language
from directory.jurisdictions import queries
from directory.models import RequirementSheet
from directory.treaties.queries import list_statuses, list_territories

blueprint = Blueprint("api_jurisdictions", __name__)
CODE = key("ISO 3166-1 code, two capital letters.", "KG", "code")
OPERATIONS = (
    Operation(
        "/jurisdictions",
        "listJurisdictions",
        "States and territories of ISO 3166-1 by code. Listing implies no position on status.",
        list_of("JurisdictionInList"),
        PAGES,
        (400,),
        kind="jurisdiction",
        is_short=True,
    ),
    Operation(
        "/jurisdictions/{code}",
        "getJurisdiction",
        "One State: names, languages, time zones, what it did under treaties, its networks, authorities and desks.",
        ref("Jurisdiction"),
        (CODE,),
        (404,),
        is_entry=True,
    ),
    Operation(
        "/jurisdictions/{code}/requirements",
        "listRequirements",
        "The requirement sheets of one State, the general one first, each rule with the treaty or law it rests on.",
        list_of("Requirement"),
        (CODE, ON, *PAGES),
        (400, 404),
        kind="requirement",
    ),
)


@blueprint.get("/jurisdictions")
def index() -> Response:
    """Return a page of the States that match the filters, in short form, with public values only."""
    return list_answer(short_list("jurisdiction", request.args, current_language()))


@blueprint.get("/jurisdictions/<code>")
def show(code: str) -> Response:
    """Return one State with acts, territories and relations, with all values that the viewer may read. Related entries
    are in short form. Raises NotFound for an unknown code."""
    state, statuses = queries.get(code), list_statuses(jurisdictions=(code,))
    territories, relations = list_territories(jurisdictions=(code,)), queries.list_relations(state.key)
    return entry_answer(
        full_entry(state, current_language(), statuses=statuses, territories=territories, relations=relations)
    )


@blueprint.get("/jurisdictions/<code>/requirements")
def requirements(code: str) -> Response:
    """Return a page of a State's requirement sheets with their rules, with public values only. If the query parameter
    `on` names a past day, the sheets are as of the end of that day.

    Raises NotFound for an unknown code, and InvalidInput for a wrong query parameter.
    """
    state, day = queries.get(code).key, read_day(request.args)
    if day is not None:
        return list_answer(old_list(state, day, request.args, current_language()))
    own = if_open(RequirementSheet.jurisdiction_key == state)
    return list_answer(full_list("requirement", request.args, current_language(), own))
