"""Keeping chosen States in a browser, to be read and searched there without a link.

Pages and lists are made for a visitor, whoever asks, and the browser fetches them without its cookies: what stays on a
lost phone is what everyone may read. `static/service-worker.js` shows what is kept when the site is out of reach.
"""

from flask import Blueprint, Response, jsonify, render_template

from directory import clock
from directory.access.viewer import ANONYMOUS
from directory.addresses import address_in_mail
from directory.cards.presenters.cards import Card, card
from directory.home import pack
from directory.i18n import current_language
from directory.jurisdictions import presenters, queries
from directory.treaties.queries import list_home_states

blueprint = Blueprint("offline", __name__)


@blueprint.get("/offline")
def index() -> str:
    """Show which States can be kept, and, by script, which are and what they hold."""
    lines = presenters.state_lines(ANONYMOUS, queries.list_jurisdictions(), current_language())
    return render_template("home/offline.html", lines=lines, home_states=list_home_states())


@blueprint.get("/offline/<code>")
def state(code: str) -> str:
    """Show the copy of a State that a browser keeps: its card, with the moment at which it was made."""
    return render_template("home/offline_state.html", card=_card(code), folder="jurisdictions", key=code)


@blueprint.get("/offline/<code>.json")
def words(code: str) -> Response:
    """Return what a browser searches in a kept State, with the moment at which it was made."""
    return jsonify(pack.pack(_card(code)))


def _card(code: str) -> Card:
    address = address_in_mail(current_language(), f"jurisdictions/{code}/card")
    return card(ANONYMOUS, queries.get(code), current_language(), address, clock.now())
