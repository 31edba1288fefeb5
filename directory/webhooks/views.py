"""The pages of a person's own webhooks."""

from flask import Blueprint, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory import clock
from directory.access.current_viewer import current_viewer, signed_in
from directory.accounts.attempt_limits import count_attempt
from directory.forms import run_on_submit, status_of
from directory.i18n import current_language
from directory.models import Account, Webhook
from directory.people.queries import api_tokens
from directory.people.queries.accounts import own_account
from directory.transaction import committing
from directory.webhooks import queries, service
from directory.webhooks.forms import SecretForm, WebhookForm
from directory.webhooks.presenters import shown_url, token_choices, webhook_lines

blueprint = Blueprint("webhooks", __name__)


@blueprint.get("/account/webhooks")
@signed_in
def index() -> str:
    """List the person's webhooks with their latest deliveries."""
    account = own_account(current_viewer())
    lines = webhook_lines(queries.list_of(account.id), clock.now(), current_language())
    can_add = bool(api_tokens.list_working(account))
    return render_template("webhooks/index.html", lines=lines, can_add=can_add, is_tested="tested" in request.args)


@blueprint.route("/account/webhooks/new", methods=["GET", "POST"])
@signed_in
def new() -> tuple[str, int]:
    """Add a webhook. Only this answer shows its secret."""
    account, form, made = own_account(current_viewer()), WebhookForm(), list[str]()
    form.token.choices = token_choices(api_tokens.list_working(account))
    if form.is_submitted():
        count_attempt("webhook", account.id)
    run_on_submit(form, lambda: made.append(_add(own_account(current_viewer()), form)))
    return render_template("webhooks/new.html", form=form, secret="".join(made)), status_of(form)


@blueprint.route("/account/webhooks/<webhook_id>/secret", methods=["GET", "POST"])
@signed_in
def renew_secret(webhook_id: str) -> tuple[str, int]:
    """Renew the secret of a webhook. Only this answer shows the new one."""
    form, made = SecretForm(), list[str]()
    url = shown_url(_own(webhook_id))

    def act() -> None:
        made.append(service.renew_secret(_own(webhook_id), clock.now(), ends_former=form.ends_former.data))

    run_on_submit(form, act)
    return render_template("webhooks/secret.html", form=form, secret="".join(made), url=url), status_of(form)


@blueprint.post("/account/webhooks/<webhook_id>/test")
@signed_in
def send_test(webhook_id: str) -> Response:
    """Send a test by a webhook."""
    with committing():
        service.send_test(_own(webhook_id), clock.now())
    return redirect(url_for(".index", tested=1), 303)


@blueprint.post("/account/webhooks/<webhook_id>/enable")
@signed_in
def enable(webhook_id: str) -> Response:
    """Let a disabled webhook go on."""
    with committing():
        service.enable(_own(webhook_id), clock.now())
    return redirect(url_for(".index"), 303)


@blueprint.post("/account/webhooks/<webhook_id>/remove")
@signed_in
def remove(webhook_id: str) -> Response:
    """Remove a webhook."""
    with committing():
        service.remove(_own(webhook_id))
    return redirect(url_for(".index"), 303)


def _own(webhook_id: str) -> Webhook:
    return queries.get(current_viewer().account_id, webhook_id)


def _add(account: Account, form: WebhookForm) -> str:
    token = next(one for one in api_tokens.list_working(account) if one.public_id == form.token.data)
    return service.add(account, token, form.url.data)[1]
