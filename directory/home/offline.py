"""Offline copies of chosen States in the browser, to read and search without a connection.

The copies are rendered as for a visitor and fetched without cookies, so that a lost phone contains only public details.
"""

from flask import Blueprint, Response, jsonify, render_template

from directory import clock
from directory.access.viewer import ANONYMOUS
from directory.addresses import address_in_mail
from directory.cards.presenters.cards import Card, card
from directory.home import offline_search
from directory.i18n import current_language
from directory.jurisdictions import presenters, queries
from directory.treaties.queries import list_home_states

blueprint = Blueprint("offline", __name__)


@blueprint.get("/offline")
def index() -> str:
    """Show the States that can be copied."""
    lines = presenters.state_lines(ANONYMOUS, queries.list_jurisdictions(), current_language())
    return render_template("home/offline.html", lines=lines, home_states=list_home_states())


@blueprint.get("/offline/<code>")
def state(code: str) -> str:
    """Show the offline copy of a State: its public card, with the time at which it was made."""
    return render_template("home/offline_state.html", card=_card(code), folder="jurisdictions", key=code)


@blueprint.get("/offline/<code>.json")
def words(code: str) -> Response:
    """Return the searchable words of a State's offline copy as JSON."""
    return jsonify(offline_search.search_data(_card(code)))


def _card(code: str) -> Card:
    address = address_in_mail(current_language(), f"jurisdictions/{code}/card")
    return card(ANONYMOUS, queries.get(code), current_language(), address, clock.now())
