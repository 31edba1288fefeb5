"""Health and readiness of the process, security.txt, and the operation page for administrators."""

from datetime import timedelta
from typing import Any

from flask import Blueprint, Response, current_app, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from directory import clock
from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.alarms.gateways import gateway_urls
from directory.alarms.queries import list_failing_gateways
from directory.errors import NotFound
from directory.i18n import current_language
from directory.operation import alerts, health, presenters
from directory.operation.backups.queries import get_state
from directory.operation.measurements import read_all
from directory.outbox.queries import get_oldest_failing, list_unreached
from directory.outbox.service import try_again
from directory.paging import page_number
from directory.people.presenters.review import foreign_network_lines, review_lines
from directory.people.queries.foreign_networks import list_in_foreign_networks
from directory.people.queries.review import list_to_review
from directory.transaction import committing
from directory.vocabulary import ALARM_WAYS

# RFC 9116 recommends less than a year.
SECURITY_TXT_VALID_DAYS = 180

blueprint = Blueprint("operation", __name__)
pages = Blueprint("operation_pages", __name__)


@blueprint.get("/healthz")
def healthz() -> Response:
    """Answer that the process is up, without any other check."""
    return jsonify(status="up")


@blueprint.get("/readyz")
def readyz() -> tuple[Response, int]:
    """Answer 200 if every part that pages need is ready, otherwise 503. The body gives the state of each part."""
    checks = health.check()
    is_ready = all(check.is_ready for check in checks.values())
    body = {name: check.text for name, check in checks.items()}
    return jsonify(status="ready" if is_ready else "not ready", checks=body), 200 if is_ready else 503


@blueprint.get("/.well-known/security.txt")
def security_txt() -> Response:
    """Answer with the contact for reports of security weaknesses (RFC 9116), or with a comment if there is none."""
    contact = current_app.config["SETTINGS"].security_contact
    expires = (clock.now() + timedelta(days=SECURITY_TXT_VALID_DAYS)).isoformat(timespec="seconds")
    text = (
        f"Contact: {contact}\nExpires: {expires}\n"
        if contact
        else "# The operator of this site has named no contact.\n"
    )
    return Response(text, mimetype="text/plain")


@pages.get("/operation")
@permits(Action.ADMINISTER)
def index() -> str:
    """Show the active alerts, the state of backups, gateways for alarms, undelivered mail, and accounts to review."""
    found = list_unreached(page_number(request.args))
    shown: dict[str, Any] = {"stalled": presenters.stalled_mail(get_oldest_failing())}
    shown |= {"lines": presenters.mail_lines(found.rows), "page": found.page, "pages": found.pages}
    holding = alerts.labels_of(alerts.list_alerts(read_all()))
    viewer, language = current_viewer(), current_language()
    shown["to_review"] = review_lines(viewer, list_to_review(), language)
    shown["in_foreign_networks"] = foreign_network_lines(viewer, list_in_foreign_networks(), language)
    shown["gateways"] = [str(ALARM_WAYS.label(kind)) for kind in gateway_urls(current_app.config["SETTINGS"])]
    shown["failing_gateways"] = presenters.gateway_lines(list_failing_gateways())
    return render_template("operation/index.html", alerts=holding, backups=get_state(), **shown)


@pages.post("/operation/mail/<int:number>/again")
@permits(Action.ADMINISTER)
def send_again(number: int) -> BaseResponse:
    """Queue an undelivered message to be sent again at once. Answer 404 if there is no such message."""
    with committing():
        if not try_again(number):
            raise NotFound
    return redirect(url_for(".index"), 303)
