"""Pages of campaigns: their list, the form of a new campaign, and the progress of one campaign."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from werkzeug.wrappers import Response

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.errors import InvalidInput
from directory.i18n import current_language
from directory.models.details import EntryKey
from directory.paging import page_number
from directory.sources import queries as sources
from directory.transaction import committing
from directory.verification.forms import CampaignForm
from directory.verification.presenters import campaigns as presenters
from directory.verification.presenters import choices, previews, progress, reminders
from directory.verification.queries import campaigns as queries
from directory.verification.queries import reports
from directory.verification.queries.candidates import CampaignScope, must_choose_network
from directory.verification.service import campaigns as service

blueprint = Blueprint("verification", __name__)


@blueprint.get("/verification")
@permits(Action.VERIFY)
def index() -> str:
    """List the campaigns in the viewer's scope."""
    viewer, language = current_viewer(), current_language()
    return render_template(
        "verification/index.html",
        page=presenters.list_page(viewer, page_number(request.args), language),
        reports=reports.count_open(viewer),
        source_changes=sources.count_open(viewer),
        networks=choices.networks_with_periods(viewer, language),
    )


@blueprint.get("/verification/campaigns/new")
@permits(Action.VERIFY)
def new() -> str:
    """Show the form of a campaign."""
    return render_template("verification/campaign_new.html", form=_form(), preview=None)


@blueprint.post("/verification/campaigns/new")
@permits(Action.VERIFY)
def start() -> ResponseReturnValue:
    """Start the campaign that the form describes. If the preview button was pressed, show a preview instead."""
    form = _form()
    if form.validate() and "preview" in request.form:
        return render_template("verification/campaign_new.html", form=form, preview=_preview(form))
    if form.validate():
        try:
            with committing():
                campaign = service.start(current_viewer(), _scope(form), _pace(form))
            return redirect(url_for(".show", campaign_id=campaign.public_id), 303)
        except InvalidInput as refused:
            form.form_errors.append(str(refused))
    return render_template("verification/campaign_new.html", form=form, preview=None), 400


@blueprint.get("/verification/campaigns/<campaign_id>")
@permits(Action.VERIFY)
def show(campaign_id: str) -> str:
    """Show the progress of a campaign."""
    campaign = queries.get(current_viewer(), campaign_id)
    page = progress.page(campaign, page_number(request.args), current_language(), request.args.get("show", ""))
    return render_template("verification/campaign.html", page=page, is_reminded="reminded" in request.args)


@blueprint.get("/verification/campaigns/<campaign_id>/remind")
@permits(Action.VERIFY)
def ask_to_remind(campaign_id: str) -> str:
    """Show whom a reminder would reach now, and the letter. Changes nothing."""
    campaign = queries.get(current_viewer(), campaign_id)
    page = reminders.page(campaign, _only(), current_language())
    return render_template("verification/remind.html", page=page)


@blueprint.post("/verification/campaigns/<campaign_id>/remind")
@permits(Action.VERIFY)
def remind(campaign_id: str) -> Response:
    """Remind the silent offices of a campaign. If the address names an entry, remind only the recipients of this
    entry."""
    with committing():
        service.remind(current_viewer(), queries.get(current_viewer(), campaign_id), _only())
    return redirect(url_for(".show", campaign_id=campaign_id, reminded=1), 303)


@blueprint.post("/verification/campaigns/<campaign_id>/stop")
@permits(Action.VERIFY)
def stop(campaign_id: str) -> Response:
    """End a campaign."""
    with committing():
        service.stop(current_viewer(), queries.get(current_viewer(), campaign_id))
    return redirect(url_for(".show", campaign_id=campaign_id), 303)


def _only() -> EntryKey | None:
    kind, key = request.args.get("kind", ""), request.args.get("key", "")
    return (kind, key) if key else None


def _form() -> CampaignForm:
    viewer, language = current_viewer(), current_language()
    form = CampaignForm()
    form.offer(
        needs_network=must_choose_network(viewer),
        jurisdiction=choices.states(viewer, language),
        network=choices.networks_to_choose(viewer, language),
        kind=choices.kinds(),
    )
    return form


def _preview(form: CampaignForm) -> previews.CampaignPreview:
    return previews.preview(current_viewer(), _scope(form), _pace(form), current_language())


def _scope(form: CampaignForm) -> CampaignScope:
    return CampaignScope(
        form.jurisdiction.data, form.network.data, form.kind.data, form.only_due.data, form.but_asked.data
    )


def _pace(form: CampaignForm) -> service.ReminderSchedule:
    return service.ReminderSchedule(form.reminder_days.data, form.second_reminder_days.data, form.escalation_days.data)
