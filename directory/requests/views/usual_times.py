"""The page on which those who oversee the requests of a State set its usual times."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory import i18n
from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.forms import run_on_submit, status_of
from directory.i18n import current_language
from directory.requests.forms import UsualTimesForm
from directory.requests.queries.entries import UsualTimes, usual_times
from directory.requests.service import usual_times as service

blueprint = Blueprint("request_times", __name__)


@blueprint.route("/requests/usual-times/<code>", methods=["GET", "POST"])
@permits(Action.OVERSEE_DOCKET)
def edit(code: str) -> ResponseReturnValue:
    """Show and set after how many days a State reminds its offices."""
    viewer = current_viewer()
    service.require_state(viewer, code)
    known = usual_times(code)
    form = UsualTimesForm(data=vars(known) | {"seen": service.version_of(known)})

    def act() -> None:
        usual = UsualTimes(form.receipt_days.data, form.answer_days.data)
        service.set_usual_times(viewer, code, usual, form.seen.data or "")

    if run_on_submit(form, act):
        return redirect(url_for("requests.index"), 303)
    if form.form_errors:
        form.seen.data = service.version_of(usual_times(code))
    state = i18n.territory_name(code, current_language())
    return render_template("requests/usual_times.html", form=form, state=state), status_of(form)
