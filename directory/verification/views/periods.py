"""The page of a network's verification periods."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from directory.access.current_viewer import current_viewer, permits, require
from directory.access.policy import Action
from directory.i18n import current_language
from directory.networks.queries import get as get_network
from directory.transaction import committing
from directory.verification.forms import periods_form
from directory.verification.presenters.entries import entry_link
from directory.verification.queries.periods import days_of
from directory.verification.service.periods import set_days
from directory.vocabulary import PERIODS

blueprint = Blueprint("verification_periods", __name__)


@blueprint.get("/verification/periods/<network>")
@permits(Action.VERIFY)
def show(network: str) -> str:
    """Show the verification periods of a network."""
    found = get_network(network)
    require(current_viewer(), Action.VERIFY, found.place())
    form = periods_form(days_of(network))
    link = entry_link(found, current_language())
    return render_template("verification/periods.html", form=form, link=link, periods=PERIODS)


@blueprint.post("/verification/periods/<network>")
@permits(Action.VERIFY)
def save(network: str) -> str | Response | tuple[str, int]:
    """Set the verification periods of a network. An empty field restores the default."""
    found, form = get_network(network), periods_form({})
    if not form.validate():
        link = entry_link(found, current_language())
        return render_template("verification/periods.html", form=form, link=link, periods=PERIODS), 400
    with committing():
        set_days(current_viewer(), get_network(network), {code: form[code].data for code in PERIODS})
    return redirect(url_for(".show", network=network), 303)
