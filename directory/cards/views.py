"""Cards: a page to print, PDF, vCard, and file of facts. The addresses are below the addresses of the entries."""

from collections.abc import Callable, Iterable, Mapping
from typing import Any

from flask import Blueprint, Response, current_app, redirect, render_template, request, url_for
from flask_babel import lazy_gettext as _l
from werkzeug.wrappers import Response as Redirection

from directory import clock
from directory.access.current_viewer import current_viewer
from directory.access.disclosure_log import require_whole
from directory.access.viewer import ANONYMOUS, Viewer
from directory.accounts import attempt_limits
from directory.addresses import address_in_mail
from directory.authorities.queries import get as get_authority
from directory.cards.presenters.cards import Card, card, checksum_status
from directory.cards.presenters.paper import paper_of
from directory.cards.presenters.vcards import vcards
from directory.errors import FormatNotAvailable, SignInNeeded
from directory.focal_points.queries import get as get_desk
from directory.formats.fonts import MissingGlyphs
from directory.formats.pdf_files import write_pdf
from directory.formats.vcards import MEDIA_TYPE, write_vcards
from directory.i18n import current_language
from directory.jurisdictions.queries import get as get_state
from directory.web.concurrency_limit import slot

blueprint = Blueprint("cards", __name__)

# The most lines and characters of a PDF file. A card of this size is typeset within half a second. Cards of States with
# few offices have up to 200 lines.
MOST_LINES, MOST_CHARACTERS = 3_000, 100_000
TOO_LONG = _l("This card is too long for a PDF file. Print the page of the card instead.")
NO_FONT = _l("No font here shows these characters: %(characters)s. Print the page of the card instead.")
# A mapping from the first part of a page's path to the query for its entry.
ENTRIES: Mapping[str, Callable[[str], Any]] = {
    "jurisdictions": get_state,
    "authorities": get_authority,
    "focal-points": get_desk,
}
# A mapping from the first part of a page's path to the endpoint of the API for its entry, and the endpoint's argument.
ANSWERS = {
    "jurisdictions": ("api_jurisdictions.show", "code"),
    "authorities": ("api_authorities.show", "key"),
    "focal-points": ("api_focal_points.show", "key"),
    "networks": ("api_networks.show", "key"),
    "treaties": ("api_treaties.show", "key"),
    "measures": ("api_measures.show", "code"),
}
View = Callable[..., Any]


def card_route(ending: str, folders: Iterable[str] = ENTRIES) -> Callable[[View], View]:
    """Return a decorator that registers a view at `/<folder>/<key><ending>` for each of `folders`. The view gets
    `folder` and `key`."""

    def decorate(view: View) -> View:
        for folder in folders:
            blueprint.add_url_rule(f"/{folder}/<key>{ending}", view_func=view, defaults={"folder": folder})
        return view

    return decorate


@blueprint.before_request
def use_capitals() -> Redirection | None:
    """Redirect an address with a State's code in lower case to the code in capitals. Return None for any other
    address."""
    arguments = request.view_args or {}
    key = arguments.get("key", "")
    if arguments.get("folder") != "jurisdictions" or not key.isascii() or key == key.upper():
        return None
    return redirect(url_for(str(request.endpoint), **(arguments | {"key": key.upper()})), 301)


@card_route("/card")
def show(folder: str, key: str) -> str:
    """Show a card to print. If `card` has the checksum of a printed copy, also show whether the copy is current. With
    the query parameter `own=1`, the card of an authority or desk contains all details that the viewer may read.
    Otherwise a card contains only public details."""
    made = _card(folder, key)
    found = checksum_status(made, request.args.get("card", ""))
    return render_template("cards/show.html", card=made, folder=folder, key=key, copy_status=found, own=_is_own(folder))


@card_route(".pdf")
def pdf(folder: str, key: str) -> Response:
    """Send a card as PDF. Raises Overloaded if too many files are being made, and LimitReached if the client's address
    has made too many.

    Raises FormatNotAvailable if no font has one of the card's characters, or if the card is longer than MOST_LINES or
    MOST_CHARACTERS.
    """
    try:
        with slot():
            attempt_limits.count_attempt_from_address("card")
            paper = paper_of(_card(folder, key))
            if paper.lines > MOST_LINES or paper.characters > MOST_CHARACTERS:
                raise FormatNotAvailable(TOO_LONG)
            return _file(write_pdf(paper, has_stand_ins=True), "application/pdf", f"{key}.pdf")
    except MissingGlyphs as missing:
        raise FormatNotAvailable(str(NO_FONT) % {"characters": " ".join(missing.places)}) from missing


@card_route(".vcf")
def vcf(folder: str, key: str) -> Response:
    """Send the offices of a card as one file of vCards."""
    found = vcards(_card(folder, key), current_app.config["SETTINGS"].site_address)
    return _file(write_vcards(found), MEDIA_TYPE, f"{key}.vcf")


@card_route("/card.jsonl")
def facts(folder: str, key: str) -> Response:
    """Send the facts of a card, one line of JSON for each. The SHA-256 of this file begins with the card's checksum."""
    return _file(_card(folder, key).facts.file, "application/jsonl", f"{key}.jsonl")


@card_route(".json", ANSWERS)
def answer(folder: str, key: str) -> Redirection:
    """Redirect to the JSON of an entry in the API, in the language of the page."""
    endpoint, name = ANSWERS[folder]
    values: dict[str, Any] = {name: key, "lang": current_language()}
    return redirect(url_for(endpoint, **values))


def _card(folder: str, key: str) -> Card:
    own = "?own=1" if _is_own(folder) else ""
    require_whole()
    page = address_in_mail(current_language(), f"{folder}/{key}/card{own}")
    return card(_reader(folder), ENTRIES[folder](key), current_language(), page, clock.now())


def _is_own(folder: str) -> bool:
    # A State has only the public card, since it lists many offices.
    return folder != "jurisdictions" and request.args.get("own") == "1"


def _reader(folder: str) -> Viewer:
    if not _is_own(folder):
        return ANONYMOUS
    if current_viewer().is_visitor:
        raise SignInNeeded
    return current_viewer()


def _file(content: bytes, media_type: str, name: str) -> Response:
    response = Response(content, content_type=media_type)
    response.headers["Content-Disposition"] = f'attachment; filename="{name}"'
    return response
