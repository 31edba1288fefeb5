"""The page on which people confirm once a year who still belongs to their office."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.i18n import current_language
from directory.people.presenters.confirmations import people_to_confirm
from directory.people.queries.confirmations import list_to_confirm
from directory.people.service import confirmations as service
from directory.transaction import committing

blueprint = Blueprint("confirmations", __name__)
UNPROCESSABLE = 422


@blueprint.get("/people/confirmations")
@permits(Action.CONFIRM_PEOPLE)
def index() -> str:
    """List the people whom the viewer can confirm. Opening the page changes nothing."""
    return _page(lacks_choice=False)


@blueprint.post("/people/confirmations")
@permits(Action.CONFIRM_PEOPLE)
def confirm() -> ResponseReturnValue:
    """Confirm the ticked people. Whom the viewer cannot confirm, or somebody else has confirmed, is passed over."""
    chosen = {int(one) for one in request.form.getlist("person") if one.isascii() and one.isdigit() and len(one) < 19}
    if not chosen:
        return _page(lacks_choice=True), UNPROCESSABLE
    with committing():
        service.confirm(current_viewer(), chosen)
    return redirect(url_for(".index"), 303)


def _page(lacks_choice: bool) -> str:
    viewer = current_viewer()
    people = people_to_confirm(viewer, list_to_confirm(viewer), current_language())
    return render_template("people/confirmations.html", people=people, lacks_choice=lacks_choice)
