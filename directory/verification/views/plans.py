"""Pages of planned tests: how often each line of a desk is tested, and the calls to make now."""

from flask import Blueprint, redirect, render_template, url_for
from flask.typing import ResponseReturnValue
from wtforms import SelectChoice

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.i18n import current_language
from directory.transaction import committing
from directory.verification.forms import ALL_DESKS, PlanForm
from directory.verification.presenters import plans as presenters
from directory.verification.queries.plans import list_plannable
from directory.verification.service import plans as service

blueprint = Blueprint("test_plans", __name__)


@blueprint.get("/verification/reachability/calls")
@permits(Action.VERIFY)
def calls() -> str:
    """List the calls to make now."""
    lines = presenters.calls(current_viewer(), current_language())
    return render_template("verification/calls_now.html", calls=lines)


@blueprint.get("/verification/reachability/plan")
@permits(Action.VERIFY)
def show() -> str:
    """Show the plans in the viewer's scope, and the form to change them."""
    return _page(_offered(PlanForm()))


@blueprint.post("/verification/reachability/plan")
@permits(Action.VERIFY)
def save() -> ResponseReturnValue:
    """Plan the tests of one desk, or of all desks in the viewer's scope."""
    form = _offered(PlanForm())
    if not form.validate():
        return _page(form), 400
    viewer = current_viewer()
    with committing():
        for desk in list_plannable(viewer):
            if form.desk.data in (ALL_DESKS, desk.key):
                service.plan(viewer, desk, form.tests_per_quarter.data)
    return redirect(url_for(".show"), 303)


def _offered(form: PlanForm) -> PlanForm:
    desks = presenters.choices(current_viewer(), current_language())
    form.desk.choices = [
        SelectChoice(ALL_DESKS, presenters.all_desks()),
        *(SelectChoice(key, name) for key, name in desks),
    ]
    return form


def _page(form: PlanForm) -> str:
    plans = presenters.plans(current_viewer(), current_language())
    return render_template("verification/plans.html", form=form, plans=plans)
