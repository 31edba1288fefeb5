"""The endpoints `measures` and `measures/{code}` (one measure, with the requirement sheets for it)."""

from typing import Any

from flask import Blueprint, Response, request

from directory.addresses import page_address
from directory.api.answers import entry_answer, list_answer
from directory.api.document.operations import PAGES, Operation, key, list_of, ref
from directory.api.entries.filters import find_offered
from directory.api.entries.lists import envelope, full_entries_where
from directory.api.query_parameters import read_page
from directory.errors import NotFound
from directory.i18n import current_language
from directory.vocabulary import MEASURES

blueprint = Blueprint("api_measures", __name__)
OPERATIONS = (
    Operation(
        "/measures",
        "listMeasures",
        "Measures that can be requested, in the order of their display.",
        list_of("MeasureInList"),
        PAGES,
        (400,),
    ),
    Operation(
        "/measures/{code}",
        "getMeasure",
        "One measure, with the requirement sheets of the States that are known to have one for it.",
        ref("Measure"),
        (key("The code of a measure.", "extradition", "code"),),
        (404,),
        is_entry=True,
    ),
)


@blueprint.get("/measures")
def index() -> Response:
    """Return a page of the measures, in the order of the vocabulary."""
    page, measures = read_page(request.args), [_measure(code) for code in MEASURES]
    return list_answer(envelope(measures[page.offset : page.offset + page.per_page], len(measures), page))


@blueprint.get("/measures/<code>")
def show(code: str) -> Response:
    """Return one measure with all requirement sheets for it, public values only. Raises NotFound for an unknown
    code."""
    if code not in MEASURES:
        raise NotFound
    narrowing = find_offered("requirement", "measure")
    sheets = full_entries_where("requirement", current_language(), narrowing.meets([code])) if narrowing else []
    return entry_answer(_measure(code) | {"requirements": sheets})


def _measure(code: str) -> dict[str, Any]:
    return {
        "kind": "measure",
        "id": code,
        "name": str(MEASURES.label(code)),
        "jurisdiction": None,
        "url": page_address("measure", code),
        "named_by": MEASURES[code].source or None,
        "confidence": None,
    }
