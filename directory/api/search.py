"""The endpoints `search` (the entries that a query finds) and `suggest` (entries for an unfinished text)."""

from typing import Any

from flask import Blueprint, Response, request, url_for
from werkzeug.datastructures import MultiDict

from directory.access.current_viewer import current_viewer
from directory.addresses import page_address
from directory.api.answers import list_answer
from directory.api.document.operations import PAGES, Operation, Parameter, choice, ref
from directory.api.entries.lists import envelope
from directory.api.query_parameters import read_page, read_values
from directory.focal_points.first_contacts import FirstContact
from directory.i18n import current_language
from directory.search import presenters
from directory.search.facets import FACET_LABELS, FACET_VOCABULARIES, Facet
from directory.search.guides import GuideLink
from directory.search.hits import Hit
from directory.search.queries import LONGEST_TEXT_CHARACTERS, SearchQuery
from directory.search.question_cards import LineToCall, QuestionCard
from directory.search.suggestions import suggestions

TEXT = Parameter("q", "Words in any language or script.", {"type": "string"}, example="kyrgyzstan extradition")
CHOICES = tuple(choice(name, label, FACET_VOCABULARIES.get(name)) for name, label in FACET_LABELS.items())
blueprint = Blueprint("api_search", __name__)
OPERATIONS = (
    Operation(
        "/search",
        "search",
        "What a text finds, best first, with the counts of each facet.",
        ref("SearchResults"),
        (TEXT, *CHOICES, *PAGES),
        (400, 503),
    ),
    Operation(
        "/suggest",
        "suggest",
        "Up to eight entries for a text that is still being typed.",
        ref("Suggestions"),
        (TEXT,),
        (503,),
    ),
)


@blueprint.get("/search")
def search() -> Response:
    """Return a page of the entries found for the viewer, best first, with facet counts and links to the atlas. Raises
    InvalidInput for a wrong query parameter."""
    asked_page = read_page(request.args)
    _refuse_unknown_codes(request.args)
    query = SearchQuery.of(request.args.to_dict(flat=False))
    page = presenters.page(current_viewer(), query, current_language())
    facets = {facet.field: _values(facet) for facet in page.facets}
    body = envelope([_item(hit) for hit in page.hits], page.total, asked_page)
    answers = [*map(_answer, page.cards), *map(_guide, page.guides)]
    remarks = filter(None, (page.nothing_on, *(card.remark for card in page.cards)))
    lists = {"ignored": list(page.ignored), "warnings": [*remarks, *page.warnings]}
    return list_answer(body | {"facets": facets, "did_you_mean": page.did_you_mean, "answers": answers} | lists)


@blueprint.get("/suggest")
def suggest() -> Response:
    """Return up to eight entries for an unfinished text, and warnings if some entries may be missing."""
    text = request.args.get("q", "")[:LONGEST_TEXT_CHARACTERS]
    found, warnings = suggestions(current_viewer(), text, current_language())
    return list_answer({"items": [_item(one.hit) | {"about": one.about} for one in found], "warnings": list(warnings)})


def _refuse_unknown_codes(arguments: MultiDict[str, str]) -> None:
    for field, vocabulary in FACET_VOCABULARIES.items():
        read_values(arguments, field, vocabulary)


def _answer(card: QuestionCard) -> dict[str, Any]:
    """Return the card's link to the atlas as JSON (the schema `AtlasAnswerLink`), with the line to call."""
    named: dict[str, Any] = {name: card.atlas.address.get(name) for name in ("from", "to", "measure", "offence")}
    link = {"kind": "atlas", **named, "url": url_for("atlas.show", **named)}
    return link | {"call": _call(card.line) if card.line else None}


def _call(line: LineToCall) -> dict[str, Any]:
    """Return the line to call as JSON (the schema `LineToCall`)."""
    now, steps = line.office.line, [{"label": s.label, "offices": [*map(_office, s.offices)]} for s in line.steps]
    known = {"reachable": now.is_reachable if now else None, "steps_first": line.is_for_steps, "steps": steps}
    clock = {
        "time_zone": line.clock.zone if line.clock else None,
        "local_time": line.clock.instant if line.clock else None,
    }
    return _office(line.office) | known | clock


def _office(hit: Hit) -> dict[str, Any]:
    """Return an authority or desk with its line to call as JSON (the schema `OfficeLine`)."""
    named = {"kind": hit.link.kind, "id": hit.link.key, "name": hit.link.text.text}
    return named | {
        "url": page_address(hit.link.kind, hit.link.key),
        "mark": hit.mark.code if hit.mark else None,
        **_line(hit, hit.call),
        "public": _line(hit, hit.call.public) if hit.call and hit.call.public else None,
    }


def _line(hit: Hit, first: FirstContact | None) -> dict[str, Any]:
    contact = first.contact if first else None
    return {
        "line": ("desk" if hit.link.kind == "focal_point" and first.is_own else "office") if first else None,
        "means": contact.means if contact else None,
        "value": contact.value if contact else None,
        "is_domestic": contact.is_domestic if contact else None,
        "languages": [one.text for one in contact.languages] if contact else [],
    }


def _guide(link: GuideLink) -> dict[str, Any]:
    """Return a guide as JSON (the schema `GuideAnswerLink`)."""
    named = {"title": link.title, "text": link.text, "url": link.address}
    outside = {"institution": link.institution or None, "source": link.source or None}
    return {"kind": "guide", "code": link.code, **named, **outside}


def _values(facet: Facet) -> list[dict[str, Any]]:
    return [{"value": value.value, "label": value.label, "count": value.count} for value in facet.values]


def _item(hit: Hit) -> dict[str, Any]:
    kind, key = hit.link.kind, hit.link.key
    return {
        "kind": kind,
        "id": key,
        "name": hit.link.text.text,
        "jurisdiction": hit.state.key if hit.state else (key if kind == "jurisdiction" else None),
        "url": page_address(kind, key),
        "kind_label": hit.kind_label,
        "original_name": hit.original.text if hit.original else None,
        "confidence": None if kind == "measure" else hit.source.confidence,
        "mark": hit.mark.code if hit.mark else None,
        "status": hit.ending.status.code if hit.ending else None,
    }
