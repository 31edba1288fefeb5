"""`search` and `suggest`."""

from typing import Any

from flask import Blueprint, Response, jsonify, request

from directory.access.guard import current_viewer
from directory.addresses import page_address
from directory.i18n import current_language
from directory.search.answers import answer, suggestions
from directory.search.forms import read_question
from directory.search.presenters import Hit

blueprint = Blueprint("api_search", __name__)


@blueprint.get("/search")
def search() -> Response:
    """Return what the question finds, with facet counts."""
    page = answer(current_viewer(), read_question(request.args), current_language())
    facets = {
        facet.field: [{"value": v.value, "label": v.label, "count": v.count} for v in facet.values]
        for facet in page.facets
    }
    return jsonify(
        items=[item(hit) for hit in page.hits],
        total=page.total,
        page=page.asked.page,
        per_page=page.asked.per_page,
        facets=facets,
        did_you_mean=page.did_you_mean,
        ignored=list(page.ignored),
    )


@blueprint.get("/suggest")
def suggest() -> Response:
    """Return up to eight entries for a text that is still being typed."""
    found = suggestions(current_viewer(), request.args.get("q", ""), current_language())
    return jsonify(items=[item(hit) for hit in found])


def item(hit: Hit) -> dict[str, Any]:
    """Return one entry found as JSON."""
    return {
        "kind": hit.link.kind,
        "id": hit.link.key,
        "name": hit.link.text.text,
        "jurisdiction": hit.state.key if hit.state else (hit.link.key if hit.link.kind == "jurisdiction" else None),
        "url": page_address(hit.link.kind, hit.link.key),
        "original_name": hit.original.text if hit.original else None,
        "confidence": hit.source.confidence,
    }
