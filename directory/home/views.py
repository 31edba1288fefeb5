"""The home page and help, the redirect of addresses without a language, and the variables that every template gets."""

from typing import Any

from flask import Blueprint, Flask, current_app, get_template_attribute, redirect, render_template, request
from werkzeug.exceptions import HTTPException
from werkzeug.wrappers import Response

from directory import clock
from directory.access.current_viewer import current_viewer
from directory.access.disclosure_log import why_withheld
from directory.access.facts import remark
from directory.accounts.current_user import current_account
from directory.addresses import page_address
from directory.atlas.presenters.options import state_options
from directory.cache.page_cache import cached_page
from directory.cache.personal_fragments import register_personal_fragment
from directory.consultations.permissions import may_consult
from directory.errors import NotFound
from directory.focal_points.presenters import clock_of
from directory.focal_points.rotas.desk_staff import staff_of
from directory.focal_points.rotas.leavers import duties_of
from directory.focal_points.standings.presenters import list_levels
from directory.focal_points.state_contacts import first_calls
from directory.follows.permissions import may_follow
from directory.home.presenters import (
    SECTIONS,
    address_after_language,
    language_links,
    package_of,
    search_examples,
    work_items,
)
from directory.home.source_numbers import number_sources, numbered_sources, readable_address, source_number
from directory.i18n import LANGUAGES, current_language, isolated, label_language, language_name, preferred_language
from directory.networks import presenters as networks
from directory.networks.queries import get as get_network
from directory.networks.queries import list_networks
from directory.proposals.starting import kinds_in_form, may_propose, proposable
from directory.statistics.presenters import maps
from directory.statistics.queries.coverage import get_known
from directory.verification.permissions import confirmable_sheets, may_confirm
from directory.vocabulary import AUTHORITY_DIRECTORY, HOME_NETWORK
from directory.web.response_headers import SECRETS_OF_LINKS

# The fourteen links of the language bar repeat the query string up to this length. People do not type longer searches.
LONGEST_QUERY_CHARACTERS = 1000

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


def configure_pages(app: Flask) -> None:
    """Give every template the variables of the page frame, permission checks, text filters, and `entry_url`."""
    app.context_processor(_frame)
    app.jinja_env.globals |= {"may_propose": may_propose, "proposable": proposable, "kinds_in_form": kinds_in_form}
    app.jinja_env.globals["may_consult"] = may_consult
    app.jinja_env.globals["may_follow"] = may_follow
    app.jinja_env.globals |= {
        "number_sources": number_sources,
        "numbered_sources": numbered_sources,
        "readable_address": readable_address,
        "source_number": source_number,
    }
    app.jinja_env.globals["authority_directory"] = AUTHORITY_DIRECTORY
    app.jinja_env.globals |= {"staff_of": staff_of, "duties_of": duties_of}
    app.jinja_env.globals["clock_in"] = lambda zone: clock_of(zone, current_language())
    app.jinja_env.globals |= {"may_confirm": may_confirm, "confirmable_sheets": confirmable_sheets}
    app.jinja_env.filters["isolated"] = isolated
    app.jinja_env.filters["remark"] = lambda stored: remark(stored, current_language())
    app.jinja_env.filters["language_name"] = lambda code: language_name(code, current_language())
    register_personal_fragment(app, "follow_button", _follow_button)
    app.jinja_env.globals["entry_url"] = lambda link: page_address(link.kind, link.key)


def _follow_button(kind: str, key: str) -> str:
    button: str = get_template_attribute("components/follow_button.html", "follow_button")(kind, key)
    return button


def _package() -> str:
    rule = request.url_rule
    return package_of(request.path) if rule is not None and rule.rule.startswith("/<language:language>/") else ""


def _wording_page(question: str) -> str:
    """Return the address of this page without the language. The page's link "Suggest a wording" passes the address on.

    Return "" if the address contains a secret, if no view has the address, or if the page is itself about wordings.
    """
    if request.url_rule is None or _package() == "wordings" or not SECRETS_OF_LINKS.isdisjoint(request.view_args or {}):
        return ""
    return f"/{address_after_language(request.path, question[:LONGEST_QUERY_CHARACTERS])}"


def _frame() -> dict[str, Any]:
    code, question = current_language(), request.query_string.decode("latin-1")
    return {
        "site": current_app.config["SETTINGS"].site_address,
        "language": code,
        "label_language": LANGUAGES[label_language(code)],
        "languages": language_links(code),
        "rest": address_after_language(request.path, question[:LONGEST_QUERY_CHARACTERS]),
        "wording_page": _wording_page(question),
        "sections": SECTIONS,
        "package": _package(),
        "is_signed_in": not current_viewer().is_visitor,
        "work": work_items(current_viewer()),
        "why_withheld": why_withheld(),
    }
