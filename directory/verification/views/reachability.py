"""Pages of tests of desks. Coordinators schedule and log tests; desks answer through a link."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response
from wtforms import SelectChoice

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.errors import InvalidInput
from directory.focal_points.queries import get as get_desk
from directory.i18n import current_language
from directory.paging import page_number
from directory.transaction import committing
from directory.verification.forms import DeskForm, ReachabilityCallForm, ReachabilityMessageForm
from directory.verification.presenters import reachability as presenters
from directory.verification.presenters.acts import acts_of
from directory.verification.queries import reachability as queries
from directory.verification.service import reachability as service

blueprint = Blueprint("reachability", __name__)


@blueprint.get("/verification/reachability")
@permits(Action.VERIFY)
def index() -> str:
    """List the tests in the viewer's scope."""
    page = presenters.list_page(current_viewer(), page_number(request.args), current_language())
    return render_template("verification/tests.html", page=page)


@blueprint.get("/verification/reachability/<test_id>")
@permits(Action.VERIFY)
def show(test_id: str) -> str:
    """Show one test."""
    viewer, language = current_viewer(), current_language()
    test = queries.get(viewer, test_id)
    [line] = presenters.lines(viewer, [test], language)
    tested = presenters.line_of(viewer, test, language)
    acts = acts_of(viewer, test, language)
    return render_template("verification/test.html", line=line, tested=tested, acts=acts)


@blueprint.post("/verification/reachability/<test_id>/cancel")
@permits(Action.VERIFY)
def cancel(test_id: str) -> Response:
    """Cancel a test that was not sent yet."""
    with committing():
        service.cancel(current_viewer(), queries.get(current_viewer(), test_id))
    return redirect(url_for(".show", test_id=test_id), 303)


@blueprint.post("/verification/reachability/<test_id>/take-back")
@permits(Action.VERIFY)
def take_back(test_id: str) -> Response:
    """Take back a call that the viewer logged."""
    with committing():
        service.take_back(current_viewer(), queries.get(current_viewer(), test_id))
    return redirect(url_for(".show", test_id=test_id), 303)


@blueprint.get("/verification/reachability/message")
@permits(Action.VERIFY)
def new() -> str:
    """Show the form of a test message."""
    return _form_page("test_message", _offered(ReachabilityMessageForm()))


@blueprint.post("/verification/reachability/message")
@permits(Action.VERIFY)
def schedule() -> ResponseReturnValue:
    """Schedule a test message for the chosen time. Without a time, it is sent at once."""
    form = _offered(ReachabilityMessageForm())
    if form.validate():
        try:
            with committing():
                times = (form.instant("due_at"), form.allowed_minutes.data, form.every_days.data or 0)
                service.schedule(current_viewer(), get_desk(form.desk.data), *times)
            return redirect(url_for(".index"), 303)
        except InvalidInput as refused:
            form.form_errors.append(str(refused))
    return _form_page("test_message", form), 400


@blueprint.get("/verification/reachability/call")
@permits(Action.VERIFY)
def call() -> str:
    """Show the form with which a person records a test call."""
    return _form_page("test_call", _offered(ReachabilityCallForm()))


@blueprint.post("/verification/reachability/call")
@permits(Action.VERIFY)
def log_call() -> ResponseReturnValue:
    """Log the time and the result of a test call."""
    form = _offered(ReachabilityCallForm())
    if not form.validate():
        return _form_page("test_call", form), 400
    with committing():
        said = (form.instant("called_at"), form.minutes_to_answer)
        made = service.log_call(current_viewer(), get_desk(form.desk.data), *said)
    return redirect(url_for(".show", test_id=made.public_id), 303)


@blueprint.get("/verification/answer/<token>")
def ask(token: str) -> str:
    """Show the buttons with which a desk answers a test. Changes nothing, since mail programs open links too."""
    test = queries.get_by_token(token)
    return render_template("verification/answer.html", buttons=presenters.buttons(), is_exercise=test.is_exercise)


@blueprint.post("/verification/answer/<token>")
def answer(token: str) -> Response:
    """Record the button that was pressed. The link then stops working."""
    with committing():
        service.answer(queries.get_by_token(token), request.form.get("button", ""))
    return redirect(url_for(".thanks"), 303)


@blueprint.get("/verification/answer/thanks")
def thanks() -> str:
    """Thank the person who answered a test of a desk. The page does not reveal whether the person pressed the right
    button."""
    return render_template("verification/answer_thanks.html")


def _offered(form: DeskForm) -> DeskForm:
    choices = presenters.choices(current_viewer(), current_language())
    form.zone = choices.zone
    form.desk.choices = [SelectChoice(key, name) for key, name in choices.desks]
    if not form.is_submitted():
        form.desk.data = request.args.get("desk", "")
    return form


def _form_page(name: str, form: DeskForm) -> str:
    return render_template(f"verification/{name}.html", form=form)
