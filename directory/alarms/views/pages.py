"""Pages of a person's own ways and alarms, and the page behind the link in an alarm's message."""

from flask import Blueprint, current_app, redirect, render_template, request, url_for
from werkzeug.wrappers import Response

from directory import clock
from directory.access.current_viewer import signed_in
from directory.accounts.current_user import require_account
from directory.alarms import presenters, queries, service, ways
from directory.alarms.forms import DeviceForm, NumberForm, WaitForm, form_of
from directory.alarms.occasions import occasion_of
from directory.alarms.push import public_key
from directory.config import Config
from directory.errors import NotFound
from directory.forms import Form, run_on_submit, status_of
from directory.i18n import current_language
from directory.models import AlarmWay
from directory.transaction import committing
from directory.vocabulary import AlarmWayKind

blueprint = Blueprint("alarms", __name__)


@blueprint.get("/account/alarms")
@signed_in
def index() -> str:
    """List the person's ways and latest alarms."""
    page = presenters.ways_page(require_account(), _config(), clock.now(), current_language())
    return render_template("alarms/index.html", page=page, is_tried="tried" in request.args)


@blueprint.route("/account/alarms/add/<kind>", methods=["GET", "POST"])
@signed_in
def add(kind: str) -> tuple[str, int] | Response:
    """Add a way. Raises NotFound if this site does not offer the kind."""
    if kind not in ways.offered_kinds(_config()):
        raise NotFound
    chosen = AlarmWayKind(kind)
    form = form_of(chosen)
    if run_on_submit(form, lambda: _add(chosen, form)):
        return redirect(url_for(".index"), 303)
    page = {"kind": kind, "email": require_account().email, "key": public_key(_config())}
    return render_template("alarms/add.html", form=form, **page), status_of(form)


@blueprint.route("/account/alarms/<way_id>/wait", methods=["GET", "POST"])
@signed_in
def wait(way_id: str) -> tuple[str, int] | Response:
    """Set how long an alarm waits before it uses the next way."""
    way = _own(way_id)
    form = WaitForm(minutes=way.wait_minutes)
    if run_on_submit(form, lambda: ways.set_wait(_own(way_id), form.minutes.data)):
        return redirect(url_for(".index"), 303)
    line = presenters.way_line(way, clock.now(), queries.zone_of(way.account), current_language())
    return render_template("alarms/wait.html", form=form, line=line), status_of(form)


@blueprint.post("/account/alarms/<way_id>/move")
@signed_in
def move(way_id: str) -> Response:
    """Move a way one place earlier or later."""
    with committing():
        ways.move(_own(way_id), -1 if request.form.get("to") == "earlier" else 1)
    return redirect(url_for(".index"), 303)


@blueprint.post("/account/alarms/<way_id>/remove")
@signed_in
def remove(way_id: str) -> Response:
    """Remove a way."""
    with committing():
        ways.remove(_own(way_id))
    return redirect(url_for(".index"), 303)


@blueprint.post("/account/alarms/<way_id>/try")
@signed_in
def try_way(way_id: str) -> Response:
    """Raise a trial alarm by one way."""
    with committing():
        ways.try_way(_own(way_id), clock.now())
    return redirect(url_for(".index", tried=1), 303)


@blueprint.get("/account/alarms/<number>")
@signed_in
def subject(number: str) -> Response:
    """Redirect to the page that shows the subject of an alarm. Raises NotFound if the person has no alarm with this
    number."""
    alarm = queries.get_alarm(require_account().id, number)
    return redirect(f"/{current_language()}/{occasion_of(alarm).path_of(alarm)}", 303)


@blueprint.get("/alarms/<token>")
def show(token: str) -> str:
    """Show the button that acknowledges an alarm. Changes nothing, since programs open links too."""
    page = presenters.link_page(queries.get_attempt_by_token(token), clock.now(), current_language())
    return render_template("alarms/link.html", page=page)


@blueprint.post("/alarms/<token>")
def acknowledge(token: str) -> Response:
    """Acknowledge an alarm. Changes nothing if it cannot be acknowledged any more."""
    with committing():
        service.acknowledge(queries.get_attempt_by_token(token), clock.now())
    return redirect(url_for(".show", token=token), 303)


def _add(kind: AlarmWayKind, form: Form) -> None:
    account, config = require_account(), _config()
    if isinstance(form, DeviceForm):
        ways.add_device(account, form.name.data, form.subscription.data, config.push_services)
    elif isinstance(form, NumberForm):
        ways.add_number(account, kind, form.phone.data, ways.offered_kinds(config))
    else:
        ways.add_mail(account)


def _own(way_id: str) -> AlarmWay:
    return queries.get_way(require_account().id, way_id)


def _config() -> Config:
    config: Config = current_app.config["SETTINGS"]
    return config
