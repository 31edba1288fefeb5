"""Pages on which a desk vouches for a desk of another State."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.errors import InvalidInput, NotPermitted
from directory.focal_points import queries
from directory.focal_points.published import published
from directory.focal_points.standings import service
from directory.focal_points.standings.forms import VouchForm
from directory.i18n import current_language
from directory.transaction import committing

blueprint = Blueprint("vouches", __name__)


@blueprint.route("/focal-points/<key>/vouches/new", methods=["GET", "POST"])
@permits(Action.VOUCH)
def new(key: str) -> ResponseReturnValue:
    """Let one of the viewer's desks vouch for a desk. A form that was sent twice is answered as the first time.

    Raises NotPermitted if none of the viewer's desks may do so.
    """
    viewer, desk, known = current_viewer(), queries.get(key), published(current_language())
    form, vouchers = VouchForm(), service.list_vouchers(viewer, key)
    if form.is_submitted() and service.vouches_already(viewer, form.voucher.data or "", key):
        return _to_desk(key)
    if not vouchers:
        raise NotPermitted
    lines = known.lines([*vouchers, key])
    form.offer([(one, lines[one].link.text.text) for one in vouchers])
    if form.validate_on_submit():
        try:
            with committing():
                service.vouch(viewer, form.voucher.data, desk)
        except InvalidInput as refused:
            form.form_errors.append(refused.message)
        else:
            return _to_desk(key)
    status = 422 if form.errors else 200
    return render_template("focal_points/vouch.html", form=form, desk=lines[key]), status


@blueprint.post("/focal-points/<key>/vouches/withdraw")
@permits(Action.VOUCH)
def withdraw(key: str) -> ResponseReturnValue:
    """Withdraw the vouches of the viewer's desks for a desk."""
    viewer, desk = current_viewer(), queries.get(key)
    with committing():
        service.withdraw(viewer, desk)
    return _to_desk(key)


def _to_desk(key: str) -> ResponseReturnValue:
    return redirect(url_for("focal_points.show", key=key, _anchor="standing"), 303)
