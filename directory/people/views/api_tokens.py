"""The pages of a person's own tokens of the API."""

from flask import Blueprint, redirect, render_template, url_for
from werkzeug.wrappers import Response

from directory.access.current_viewer import current_viewer, signed_in
from directory.forms import run_on_submit, status_of
from directory.i18n import current_language
from directory.models import Account
from directory.people import choices
from directory.people.forms import TokenForm
from directory.people.presenters.handovers import token_lines
from directory.people.queries import api_tokens as queries
from directory.people.queries.accounts import own_account
from directory.people.service import api_tokens as service
from directory.transaction import committing

blueprint = Blueprint("api_tokens", __name__)


@blueprint.get("/account/tokens")
@signed_in
def index() -> str:
    """List the person's tokens."""
    lines = token_lines(queries.list_of(own_account(current_viewer())), current_language())
    return render_template("people/tokens.html", lines=lines)


@blueprint.route("/account/tokens/new", methods=["GET", "POST"])
@signed_in
def new() -> tuple[str, int]:
    """Make a token. Only this answer shows its secret."""
    account, form, made = own_account(current_viewer()), TokenForm(), list[str]()
    form.scope.choices = choices.token_scopes()
    run_on_submit(form, lambda: made.append(_create(account, form)))
    return render_template("people/new_token.html", form=form, made="".join(made)), status_of(form)


@blueprint.post("/account/tokens/<public_id>/revoke")
@signed_in
def revoke(public_id: str) -> Response:
    """Revoke one of the person's own tokens, and redirect to the list. Raises NotFound for any other token."""
    with committing():
        service.revoke(current_viewer(), public_id)
    return redirect(url_for(".index"), 303)


def _create(account: Account, form: TokenForm) -> str:
    return service.create(account, form.scope.data, form.days.data or 1, form.label.data or "")
