"""The page on which a coordinator tests each line of a desk, and the people on duty by an alarm."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from directory import clock
from directory.access.current_viewer import current_viewer, permits, require
from directory.access.policy import Action
from directory.errors import Expired, InvalidInput
from directory.focal_points.contacts import PHONE
from directory.focal_points.queries import get
from directory.i18n import current_language
from directory.models import FocalPoint
from directory.transaction import committing
from directory.verification.forms import CallResult, LineCallForm, LineForm
from directory.verification.messages import DESK_ENDED
from directory.verification.presenters import line_tests as presenters
from directory.verification.queries.lines import get_line
from directory.verification.service import reachability as service

blueprint = Blueprint("line_tests", __name__)


@blueprint.get("/verification/reachability/desks/<key>")
@permits(Action.VERIFY)
def show(key: str) -> str:
    """Show the lines of a desk, each with its last result and the buttons to test it."""
    return _page(_desk_of(key), LineForm())


@blueprint.post("/verification/reachability/desks/<key>/call")
@permits(Action.VERIFY)
def log_call(key: str) -> ResponseReturnValue:
    """Log the result of a call to a line that was just made."""
    form = LineCallForm()
    if not form.validate():
        return _page(_desk_of(key), form), 400
    viewer, now = current_viewer(), clock.now()
    with committing():
        desk = _desk_of(key)
        line = get_line(viewer, desk, form.line.data, PHONE)
        if form.result.data == CallResult.WRONG_NUMBER:
            service.log_wrong_number(viewer, desk, line, now, current_language())
        else:
            service.log_call(viewer, desk, form.called_at(now), form.minutes_to_answer, line)
    return redirect(url_for(".show", key=key), 303)


@blueprint.post("/verification/reachability/desks/<key>/message")
@permits(Action.VERIFY)
def send(key: str) -> ResponseReturnValue:
    """Send a test message to a mail address of the desk."""
    form = LineForm()
    if form.validate():
        try:
            with committing():
                desk = _desk_of(key)
                line = get_line(current_viewer(), desk, form.line.data, "email")
                test = service.send_to_line(current_viewer(), desk, line)
            return _to(test.public_id)
        except InvalidInput as refused:
            form.form_errors.append(str(refused))
    return _page(_desk_of(key), form), 400


@blueprint.post("/verification/reachability/desks/<key>/alarm")
@permits(Action.VERIFY)
def wake(key: str) -> Response:
    """Wake the people on duty by a test alarm."""
    with committing():
        test = service.wake(current_viewer(), _desk_of(key))
    return _to(test.public_id)


def _desk_of(key: str) -> FocalPoint:
    desk = get(key)
    require(current_viewer(), Action.VERIFY, desk.place())
    if desk.has_ended:
        raise Expired(DESK_ENDED)
    return desk


def _page(desk: FocalPoint, form: LineForm) -> str:
    page = presenters.page(current_viewer(), desk, current_language())
    return render_template("verification/line_tests.html", page=page, form=form, call=LineCallForm(formdata=None))


def _to(test_id: str) -> Response:
    return redirect(url_for("reachability.show", test_id=test_id), 303)
