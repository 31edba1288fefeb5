"""The home page and help, and the redirect of addresses without a language."""

from flask import Blueprint, current_app, redirect, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from directory import clock
from directory.access.current_viewer import current_viewer
from directory.accounts.current_user import current_account
from directory.atlas.presenters.options import state_options
from directory.cache.page_cache import cached_page
from directory.errors import NotFound
from directory.focal_points.standings.presenters import list_levels
from directory.focal_points.state_contacts import first_calls
from directory.home.presenters import search_examples
from directory.i18n import LANGUAGES, current_language, preferred_language
from directory.networks import presenters as networks
from directory.networks.queries import get as get_network
from directory.networks.queries import list_networks
from directory.statistics.presenters import maps
from directory.statistics.queries.coverage import get_known
from directory.vocabulary import HOME_NETWORK

blueprint = Blueprint("home", __name__)
bare = Blueprint("bare", __name__)


@blueprint.get("/")
@cached_page()
def index() -> str:
    """Show the search box, the network that this directory serves with its desks and map, and the other networks."""
    viewer, language = current_viewer(), current_language()
    home_network = networks.page(viewer, get_network(HOME_NETWORK), language)
    others = networks.network_lines(viewer, list_networks(), language)
    known = get_known(clock.today())
    found = {
        "states": state_options(language),
        "own_state": viewer.jurisdiction,
        "calls": first_calls(viewer, [one.state.key for one in home_network.members], language),
        "examples": search_examples([member.state.text.text for member in home_network.members]),
        "map": maps.region(known, known.members.get(HOME_NETWORK, ()), language, maps.OUTLINE),
    }
    return render_template("home/index.html", home_network=home_network, networks=others, **found)


@blueprint.get("/help")
@cached_page()
def help_page() -> str:
    """Show the help: using the directory, its terms, and admission to a network."""
    contact = current_app.config["SETTINGS"].security_contact
    return render_template("home/help.html", security_contact=contact, standings=list_levels())


@bare.get("/", defaults={"path": ""})
@bare.get("/<path:path>")
def redirect_to_language(path: str) -> Response:
    """Redirect an address without a language to the language of the account, or to the preferred language of a visitor.

    Raises NotFound if there is no such page.
    """
    account = current_account()
    address = f"/{account.language if account else preferred_language(request)}/{path}"
    if path.partition("/")[0] in LANGUAGES or not _is_page(address):
        raise NotFound
    question = request.query_string.decode("latin-1")
    response = redirect(f"{address}?{question}" if question else address)
    response.vary.update(("Accept-Language", "Cookie"))
    return response


def _is_page(address: str) -> bool:
    try:
        endpoint, _ = current_app.url_map.bind("").match(address)
    except HTTPException:
        return False
    return not str(endpoint).startswith("bare.")
