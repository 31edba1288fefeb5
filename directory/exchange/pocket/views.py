"""The page of a network's pocket editions, and their PDF files, below the address of the network."""

from flask import Blueprint, Response, render_template, request
from werkzeug.wrappers import Response as AnyResponse

from directory.errors import NotFound
from directory.exchange.pocket import presenters, refresh
from directory.exchange.pocket.contents import members_of
from directory.i18n import current_language, label_language
from directory.networks.queries import get

blueprint = Blueprint("pocket", __name__)


@blueprint.get("/networks/<key>/pocket")
def show(key: str) -> str:
    """Show the editions of a network, and whether the printed copy with the checksum `copy` is current. Raises NotFound
    if the network has no public members."""
    network = get(key)
    if not members_of(network):
        raise NotFound
    page = presenters.page(network, current_language(), request.args.get("copy", ""))
    return render_template("exchange/pocket.html", page=page)


@blueprint.get("/networks/<key>/pocket.pdf")
def pdf(key: str) -> AnyResponse:
    """Send the edition in the reader's language, or in English if the catalogue of the reader's language is incomplete.
    Raises NotFound if there is no file."""
    found = refresh.read_file(get(key).key, label_language(current_language()))
    if found is None:
        raise NotFound
    content, edition = found
    response = Response(content, content_type="application/pdf")
    response.headers["Content-Disposition"] = f'attachment; filename="{edition.name}.pdf"'
    response.set_etag(edition.sha256)
    return response.make_conditional(request)
