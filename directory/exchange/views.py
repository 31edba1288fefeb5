"""Pages and files of the public directory's snapshots, and feeds of changes."""

from collections.abc import Mapping
from urllib.parse import urlencode

from flask import Blueprint, Response, current_app, render_template, request
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse

from directory import clock
from directory.access.viewer import ANONYMOUS
from directory.addresses import address_in_mail
from directory.cache.store import cached
from directory.errors import NotFound
from directory.exchange import snapshots
from directory.exchange.feed import feed_entries, name_of_entry
from directory.exchange.pocket.presenters import network_links
from directory.formats.feeds import write_feed
from directory.formats.tables import MEDIA_TYPES
from directory.i18n import current_language, territory_name
from directory.jurisdictions.presenters import state_lines
from directory.jurisdictions.queries import get as get_state
from directory.jurisdictions.queries import list_jurisdictions
from directory.models.details import EntryKey
from directory.web.concurrency_limit import slot

blueprint = Blueprint("exchange", __name__)
TYPES = {**MEDIA_TYPES, "jsonl": "application/jsonl"}


@blueprint.get("/exchange")
def index() -> str:
    """Show the snapshots with their days and checksums, the pocket editions, and the addresses of the feeds."""
    states = state_lines(ANONYMOUS, list_jurisdictions(), current_language())
    networks = network_links(current_language())
    return render_template(
        "exchange/index.html", snapshots=snapshots.list_snapshots(), states=states, networks=networks
    )


@blueprint.get("/exchange/<name>")
def file(name: str) -> AnyResponse:
    """Stream a file, or the requested range of its bytes. Raises NotFound for an unknown name."""
    found = snapshots.find(name)
    if found is None:
        raise NotFound
    snapshot, known = found
    parts = snapshots.parts(snapshot, known)
    response = Response(parts, content_type=TYPES[known.name.rpartition(".")[2]])
    response.headers["Content-Disposition"] = f'attachment; filename="{known.name}"'
    response.content_length = known.size
    response.set_etag(known.sha256)
    return response.make_conditional(request, accept_ranges=True, complete_length=known.size)


@blueprint.get("/exchange/changes.atom")
def changes() -> AnyResponse:
    """Return the feed of public changes. If the query names an entry (`kind`, `key`) or a State (`jurisdiction`), the
    feed is limited to this entry or State. Raises NotFound for an unknown State or an entry with no public value, and
    Overloaded if the site is too busy."""
    names = ("kind", "key") if request.args.get("key") else ("jurisdiction",)
    asked = {name: request.args[name] for name in names if request.args.get(name)}
    language = current_language()
    data = cached(("changes feed", language, *asked.items()), lambda: _feed(asked, language))
    response = Response(data, mimetype="application/atom+xml")
    response.add_etag()
    return response.make_conditional(request)


def _feed(asked: Mapping[str, str], language: str) -> bytes:
    """Return the feed as XML, for the query parameters `asked`. Raises NotFound and Overloaded (see `changes`)."""
    code, site = asked.get("jurisdiction", ""), current_app.config["SETTINGS"].site_address
    entry = (asked.get("kind", ""), asked["key"]) if "key" in asked else None
    title = _title(code, entry, language)
    address = address_in_mail(language, f"exchange/changes.atom{f'?{urlencode(asked)}' if asked else ''}")
    with slot():
        found = feed_entries(code, site, language, entry)
        # Only an empty feed reads the clock, because a feed that reads the clock is cached for one minute only.
        made_at = found[0].at if found else clock.now()
        return write_feed(title, address, language, found, made_at, itself=address)


def _title(code: str, entry: EntryKey | None, language: str) -> str:
    """Return the title of the feed. Raises NotFound for an unknown State or entry."""
    if entry is not None:
        return str(_("Changes in Counterpart: %(state)s", state=name_of_entry(entry, language)))
    if code:
        return str(_("Changes in Counterpart: %(state)s", state=territory_name(get_state(code).key, language)))
    return str(_("Changes in Counterpart"))
