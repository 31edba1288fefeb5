"""The page on which coordinators and administrators set a network's deadlines and days of retention for
consultations."""

from flask import redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.consultations.forms.actions import ConsultationRuleForm
from directory.consultations.presenters.retention import shorter_retention_of
from directory.consultations.queries.rules import rule_of
from directory.consultations.service import rules as service
from directory.consultations.views.blueprint import blueprint
from directory.forms import REFUSED, run_on_submit
from directory.i18n import current_language
from directory.proposals.labels import entry_label
from directory.transaction import committing


@blueprint.route("/consultations/networks/<key>", methods=["GET", "POST"])
@permits(Action.OVERSEE)
def rule(key: str) -> ResponseReturnValue:
    """Show and set a network's deadlines and days of retention, or undo a shorter retention that has not taken effect
    yet."""
    viewer = current_viewer()
    service.require_network(viewer, key)
    if "set_back" in request.form:
        with committing():
            service.set_back(viewer, key)
        return redirect(url_for(".overview"), 303)
    form = ConsultationRuleForm(obj=rule_of(key))
    if run_on_submit(form, lambda: service.set_rule(viewer, key, form.data, form.version.data or "")):
        return redirect(url_for(".overview"), 303)
    form.compare(rule_of(key))
    name = entry_label("network", key, current_language())
    shorter = shorter_retention_of(key, current_language())
    page = render_template(
        "consultations/rule.html",
        form=form,
        name=name,
        shorter=shorter,
        notice_days=service.NOTICE.days,
    )
    return (page, REFUSED) if form.errors else page
