"""Pages of reports of wrong contacts. Anyone can report a contact; a coordinator settles the report."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.accounts.attempt_limits import count_attempt_from_address
from directory.i18n import current_language
from directory.paging import page_number
from directory.transaction import committing
from directory.verification.forms import ReportForm, SettleForm
from directory.verification.presenters import reports as presenters
from directory.verification.queries import reports as queries
from directory.verification.service import reports as service
from directory.vocabulary import ReportOutcome

blueprint = Blueprint("verification_reports", __name__)


@blueprint.get("/verification/report")
def new() -> str:
    """Show the form for reporting a contact. Anyone may use it."""
    contact = queries.get_contact(current_viewer(), request.args.get("kind", ""), request.args.get("key", ""))
    shown = presenters.contact_shown(current_viewer(), contact, current_language())
    return render_template("verification/report_new.html", form=ReportForm(), contact=shown)


@blueprint.post("/verification/report")
def report() -> ResponseReturnValue:
    """Store a report of a contact. Anyone may report. The number of reports from one internet address is limited."""
    count_attempt_from_address("report")
    asked, form = (request.args.get("kind", ""), request.args.get("key", "")), ReportForm()
    contact = queries.get_contact(current_viewer(), *asked)
    if not form.validate():
        shown = presenters.contact_shown(current_viewer(), contact, current_language())
        return render_template("verification/report_new.html", form=form, contact=shown), 400
    with committing():
        contact = queries.get_contact(current_viewer(), *asked)
        said = (form.fault.data, form.words.data, form.address.data)
        service.report(contact, *said, current_language())
    return redirect(url_for(".thanks"), 303)


@blueprint.get("/verification/report/thanks")
def thanks() -> str:
    """Thank the person who reported."""
    return render_template("verification/report_thanks.html")


@blueprint.get("/verification/reports")
@permits(Action.VERIFY)
def index() -> str:
    """List the reports in the viewer's scope, open ones first."""
    page = presenters.list_page(current_viewer(), page_number(request.args), current_language())
    return render_template("verification/reports.html", page=page)


@blueprint.get("/verification/reports/<report_id>")
@permits(Action.VERIFY)
def show(report_id: str) -> str:
    """Show one report to the person who settles it."""
    viewer = current_viewer()
    page = presenters.page(viewer, queries.get(viewer, report_id), current_language())
    return render_template("verification/report.html", page=page, form=SettleForm(page.outcomes))


@blueprint.post("/verification/reports/<report_id>")
@permits(Action.VERIFY)
def settle(report_id: str) -> ResponseReturnValue:
    """Settle a report with the chosen outcome. Raises Conflict if the report is settled or the contact has changed."""
    viewer = current_viewer()
    form = SettleForm(service.outcomes_for(viewer, queries.get(viewer, report_id)))
    if not form.validate():
        page = presenters.page(viewer, queries.get(viewer, report_id), current_language())
        return render_template("verification/report.html", page=page, form=form), 400
    with committing():
        service.settle(
            viewer, queries.get(viewer, report_id), ReportOutcome(form.outcome.data), form.version.data or ""
        )
    return redirect(url_for(".show", report_id=report_id), 303)
