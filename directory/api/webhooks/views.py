"""The endpoint `webhooks`: a person's program manages the person's own webhooks."""

from collections.abc import Callable

from flask import Blueprint, Response, current_app, request, url_for

from directory import clock
from directory.access.current_viewer import current_viewer, signed_in
from directory.accounts.attempt_limits import count_attempt
from directory.api.answers import created_answer, entry_answer, list_answer, no_content_answer
from directory.api.bodies import read_body
from directory.api.entries.lists import paged
from directory.api.idempotency import run_idempotently
from directory.api.preconditions import committing_request, require_if_match
from directory.api.query_parameters import read_page_number
from directory.api.webhooks.answers import serialize_delivery, serialize_webhooks
from directory.api.webhooks.operations import ADD
from directory.errors import BodyRefused, InvalidInput, NotPermitted, SignInNeeded
from directory.models import Webhook
from directory.paging import Paged
from directory.people.bearer import current_token
from directory.webhooks import queries, service
from directory.webhooks.transport import usable_url

blueprint = Blueprint("api_webhooks", __name__)


@blueprint.get("/webhooks")
@signed_in
def index() -> Response:
    """Return the caller's webhooks."""
    found = queries.list_of(_account_id())
    return list_answer(paged(serialize_webhooks(found, clock.now()), Paged(found, len(found), 1)))


@blueprint.post("/webhooks")
@signed_in
def add() -> Response:
    """Add a webhook for the token of the request, and return 201 with the webhook and its secret."""
    count_attempt("webhook", _account_id())
    url, made = _usable(read_body(ADD)["url"]), list[str]()

    def do() -> str:
        token = current_token()
        webhook, secret = service.add(token.account, token, url)
        made.append(secret)
        return webhook.public_id

    with committing_request():
        public_id = run_idempotently(do)
    body = _serialized(_own(public_id)) | {"secret": "".join(made) or None}
    return created_answer(body, url_for(".show", webhook_id=public_id))


@blueprint.get("/webhooks/<webhook_id>")
@signed_in
def show(webhook_id: str) -> Response:
    """Return a webhook. Raises NotFound unless it is the caller's own."""
    return entry_answer(_serialized(_own(webhook_id)))


@blueprint.delete("/webhooks/<webhook_id>")
@signed_in
def remove(webhook_id: str) -> Response:
    """Remove a webhook."""
    _perform(webhook_id, service.remove)
    return no_content_answer()


@blueprint.get("/webhooks/<webhook_id>/deliveries")
@signed_in
def deliveries(webhook_id: str) -> Response:
    """Return a page of the deliveries of a webhook, newest first."""
    found = queries.list_deliveries(_own(webhook_id), read_page_number(request.args))
    return list_answer(paged([serialize_delivery(one) for one in found.rows], found))


@blueprint.post("/webhooks/<webhook_id>/secret")
@signed_in
def renew_secret(webhook_id: str) -> Response:
    """Renew the secret of a webhook of the request's token, and return the webhook with the new secret. Raises
    NotPermitted for a webhook of another token."""
    made = list[str]()

    def renew(webhook: Webhook) -> None:
        if webhook.token_id != current_token().id:
            raise NotPermitted
        made.append(service.renew_secret(webhook, clock.now()))

    _perform(webhook_id, renew)
    return entry_answer(_serialized(_own(webhook_id)) | {"secret": "".join(made) or None})


@blueprint.post("/webhooks/<webhook_id>/test")
@signed_in
def send_test(webhook_id: str) -> Response:
    """Send a test by a webhook, and return the webhook."""
    _perform(webhook_id, lambda one: service.send_test(one, clock.now()), names_version=False)
    return entry_answer(_serialized(_own(webhook_id)))


@blueprint.post("/webhooks/<webhook_id>/enable")
@signed_in
def enable(webhook_id: str) -> Response:
    """Let a disabled webhook go on, and return it."""
    _perform(webhook_id, lambda one: service.enable(one, clock.now()))
    return entry_answer(_serialized(_own(webhook_id)))


def _perform(webhook_id: str, act: Callable[[Webhook], None], *, names_version: bool = True) -> None:
    def do() -> str:
        webhook = _own(webhook_id)
        if names_version:
            require_if_match(entry_answer(_serialized(webhook)))
        act(webhook)
        return webhook_id

    with committing_request():
        run_idempotently(do)


def _usable(url: str) -> str:
    try:
        return usable_url(url, current_app.config["SETTINGS"].webhook_hosts)
    except InvalidInput as refused:
        raise BodyRefused({"url": [refused.message]}) from refused


def _own(webhook_id: str) -> Webhook:
    return queries.get(current_viewer().account_id, webhook_id)


def _serialized(webhook: Webhook) -> dict[str, object]:
    [serialized] = serialize_webhooks([webhook], clock.now())
    return serialized


def _account_id() -> int:
    account_id = current_viewer().account_id
    if account_id is None:
        raise SignInNeeded
    return account_id
