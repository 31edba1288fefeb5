"""Pages with which administrators keep issuers."""

from collections.abc import Callable
from typing import Any

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.extensions import db
from directory.forms import run_on_submit, status_of
from directory.i18n import current_language
from directory.logs import logger
from directory.office_accounts import presenters, queries, service
from directory.office_accounts.connection import IssuerUnreachable
from directory.office_accounts.forms import IssuerForm
from directory.office_accounts.provider import issuer_connection, read_keys, read_metadata
from directory.people import choices
from directory.transaction import committing

blueprint = Blueprint("issuers", __name__)


@blueprint.get("/people/issuers")
@permits(Action.ADMINISTER)
def index() -> str:
    """List all issuers."""
    lines = presenters.issuer_lines(queries.list_all_issuers(), current_language())
    return render_template("office_accounts/issuers.html", lines=lines)


@blueprint.route("/people/issuers/new", methods=["GET", "POST"])
@permits(Action.ADMINISTER)
def new() -> ResponseReturnValue:
    """Add an issuer. The next page shows what is to be registered there."""
    form, added = IssuerForm(), list[str]()
    _offer(form)
    if _save(form, lambda read: added.append(service.add_issuer(current_viewer(), form.terms(), **read).public_id)):
        return redirect(url_for(".edit", issuer_id=added[0]), 303)
    return render_template("office_accounts/issuer.html", form=form, issuer=None, addresses=None), status_of(form)


@blueprint.route("/people/issuers/<issuer_id>", methods=["GET", "POST"])
@permits(Action.ADMINISTER)
def edit(issuer_id: str) -> ResponseReturnValue:
    """Show what is to be registered at an issuer, and change what is known of it. Its address stays."""
    issuer = queries.get_issuer(issuer_id)
    form = IssuerForm(data=presenters.form_values(issuer) | {"seen": service.version_of(issuer)})
    form.url.data = issuer.url
    _offer(form)

    def change(read: dict[str, dict[str, Any]]) -> None:
        service.change_issuer(current_viewer(), queries.get_issuer(issuer_id), form.terms(), form.seen.data, **read)

    if _save(form, change):
        return redirect(url_for(".index"), 303)
    line = presenters.issuer_lines([queries.get_issuer(issuer_id)], current_language())[0]
    addresses = presenters.addresses_of(issuer_id)
    return render_template("office_accounts/issuer.html", form=form, issuer=line, addresses=addresses), status_of(form)


@blueprint.post("/people/issuers/<issuer_id>/remove")
@permits(Action.ADMINISTER)
def remove(issuer_id: str) -> Response:
    """Remove an issuer. All accounts there are unbound."""
    with committing():
        service.remove_issuer(current_viewer(), queries.get_issuer(issuer_id))
    return redirect(url_for(".index"), 303)


def _offer(form: IssuerForm) -> None:
    viewer, language = current_viewer(), current_language()
    form.jurisdiction.choices = [("", ""), *choices.states(viewer, language)]
    state = form.jurisdiction.data or ""
    form.authority.choices = choices.authorities(viewer, state, language) if state else [("", "")]


def _save(form: IssuerForm, act: Callable[[dict[str, dict[str, Any]]], object]) -> bool:
    """Read what the issuer publishes of itself, then call `act` with it in a write transaction. Return whether all of
    it succeeded; otherwise the form has an error."""
    if not form.validate_on_submit():
        return False
    connection, url = issuer_connection(), form.url.data
    # No transaction stays open while the issuer is slow.
    db.session.rollback()
    try:
        metadata = read_metadata(connection, url)
        read = {"metadata": metadata, "keys": read_keys(connection, metadata)}
    except IssuerUnreachable as error:
        logger.warning("issuer_unreachable", reason=str(error))
        form.url.errors = [_("The server does not answer as an issuer with this address would.")]
        return False
    return run_on_submit(form, lambda: act(read))
