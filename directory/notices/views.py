"""Pages of the noticeboard: the list, each notice, the forms for authors of notices, and calendars."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from werkzeug.wrappers import Response as AnyResponse
from wtforms import SelectChoice

from directory import clock
from directory.access.current_viewer import current_viewer, permits, require
from directory.access.policy import Action, may_somewhere
from directory.access.viewer import ANONYMOUS
from directory.formats.calendar_files import AllDayEvent, write_calendar
from directory.forms import run_on_submit, status_of
from directory.i18n import current_language
from directory.models import Notice
from directory.notices import presenters, queries, service
from directory.notices.board import NoticeFilter, board
from directory.notices.forms import NoticeForm, form_values
from directory.transaction import committing

blueprint = Blueprint("notices", __name__)


@blueprint.get("/notices")
def index() -> str:
    """Show the current notices of all boards or, with `archive`, the notices that are over or withdrawn."""
    viewer, asked = current_viewer(), NoticeFilter.of(request.args)
    found = board(viewer, queries.list_networks(), asked, current_language())
    may_post = may_somewhere(viewer, Action.ANNOUNCE)
    return render_template("notices/index.html", board=found, asked=asked, may_post=may_post)


@blueprint.get("/notices/calendar.ics")
def calendar() -> Response:
    """Return a calendar of the current public notices that have a first day."""
    return _calendar(
        presenters.day_events(ANONYMOUS, queries.list_standing(ANONYMOUS, "", clock.today()), current_language())
    )


@blueprint.get("/notices/<public_id>")
def show(public_id: str) -> str:
    """Show one notice. Raises NotFound if the viewer may not read it."""
    viewer = current_viewer()
    page = presenters.notice_page(viewer, queries.get(viewer, public_id), clock.today(), current_language())
    return render_template("notices/show.html", page=page)


@blueprint.get("/notices/<public_id>.ics")
def event(public_id: str) -> Response:
    """Return one notice as a calendar file, which is empty if the notice has no first day."""
    viewer = current_viewer()
    return _calendar(presenters.day_events(viewer, [queries.get(viewer, public_id)], current_language()))


@blueprint.route("/notices/new", methods=["GET", "POST"])
@permits(Action.ANNOUNCE)
def new() -> ResponseReturnValue:
    """Post a new notice."""
    form = NoticeForm(network=request.args.get("network"), written_in=current_language())
    form.network.choices = _boards()
    posted: list[Notice] = []
    if run_on_submit(form, lambda: posted.append(service.post(current_viewer(), form.network.data, form.values()))):
        return redirect(url_for(".show", public_id=posted[0].key), 303)
    return render_template("notices/edit.html", form=form, key=""), status_of(form)


@blueprint.route("/notices/<public_id>/edit", methods=["GET", "POST"])
@permits(Action.ANNOUNCE)
def edit(public_id: str) -> ResponseReturnValue:
    """Change a notice."""
    notice = _own(public_id)
    form = NoticeForm(data=form_values(notice))
    form.network.choices = [SelectChoice(notice.network_key, notice.network_key)]
    if run_on_submit(
        form, lambda: service.change(current_viewer(), queries.get(current_viewer(), public_id), form.values())
    ):
        return redirect(url_for(".show", public_id=public_id), 303)
    return render_template("notices/edit.html", form=form, key=public_id), status_of(form)


@blueprint.post("/notices/<public_id>/withdraw")
@permits(Action.ANNOUNCE)
def withdraw(public_id: str) -> AnyResponse:
    """Withdraw a notice."""
    with committing():
        service.withdraw(current_viewer(), queries.get(current_viewer(), public_id))
    return redirect(url_for(".show", public_id=public_id), 303)


def _own(public_id: str) -> Notice:
    notice = queries.get(current_viewer(), public_id)
    require(current_viewer(), Action.ANNOUNCE, notice.place())
    return notice


def _boards() -> list[SelectChoice]:
    viewer = current_viewer()
    named = presenters.network_choices(viewer, queries.list_boards(viewer), current_language())
    boards = [SelectChoice(key, str(name)) for key, name in named]
    return [SelectChoice("", ""), *boards] if len(boards) > 1 else boards


def _calendar(events: list[AllDayEvent]) -> Response:
    data = write_calendar(_("Noticeboard"), events, clock.now())
    return Response(data, mimetype="text/calendar", headers={"X-Robots-Tag": "noindex"})
