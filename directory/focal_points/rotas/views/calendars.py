"""A member's own duty as a calendar: links for subscribing, the file behind a link, and shifts from a file."""

import base64
import binascii
from datetime import timedelta
from zoneinfo import ZoneInfo

from flask import Blueprint, Response, redirect, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import lazy_gettext as _l

from directory import clock
from directory.access.current_viewer import current_viewer, permits, signed_in
from directory.access.policy import Action
from directory.access.viewer import ANONYMOUS
from directory.accounts import attempt_limits
from directory.addresses import address_in_mail
from directory.errors import InvalidInput
from directory.focal_points import queries as desks
from directory.focal_points.calendar import calendar_of
from directory.focal_points.duty import as_rota, get_rota
from directory.focal_points.rotas import queries
from directory.focal_points.rotas.calendar_forms import CalendarFileForm
from directory.focal_points.rotas.consequences import with_changes
from directory.focal_points.rotas.presenters import links as presenters
from directory.focal_points.rotas.presenters.desk import name_of_desk
from directory.focal_points.rotas.service import calendar_import, links
from directory.focal_points.rotas.views.decisions import DONE, REFUSED, SHOWN, decide, form_page, preview_of
from directory.formats.calendar_files import write_calendar
from directory.formats.calendar_reading import LARGEST_CALENDAR_BYTES, read_calendar
from directory.i18n import current_language
from directory.models import DeskRota, FocalPoint
from directory.transaction import committing
from directory.web.concurrency_limit import slot

blueprint = Blueprint("rota_calendars", __name__)
READ_AHEAD = timedelta(days=180)


@blueprint.get("/focal-points/<key>/rota/calendar")
@permits(Action.KEEP_ROTA)
def show(key: str) -> ResponseReturnValue:
    """List the viewer's calendar links for a desk that the viewer staffs."""
    return _page(queries.get_staffed(current_viewer(), key))


@blueprint.post("/focal-points/<key>/rota/calendar")
@permits(Action.KEEP_ROTA)
def make(key: str) -> ResponseReturnValue:
    """Make a calendar link. Only this response shows the link."""
    desk = queries.get_staffed(current_viewer(), key)
    with committing():
        token = links.make_link(current_viewer(), desk)
    return _page(desk, made=address_in_mail(current_language(), f"focal-points/calendar/{token}.ics"))


@blueprint.post("/focal-points/<key>/rota/calendar/<int:number>/revoke")
@permits(Action.KEEP_ROTA)
def revoke(key: str, number: int) -> ResponseReturnValue:
    """Revoke a calendar link of the viewer."""
    desk = queries.get_staffed(current_viewer(), key)
    with committing():
        links.revoke(current_viewer(), desk, number)
    return redirect(url_for(".show", key=key), 303)


@blueprint.get("/focal-points/calendar/<token>.ics")
def feed(token: str) -> Response:
    """Return the calendar file of a link. Anybody who has the secret of the link gets the file.

    The file contains only the desk and the times at which the link's owner is on duty.
    """
    link = links.find(token)
    return _calendar(desks.get(link.focal_point_key), link.account_id)


@blueprint.get("/focal-points/<key>.ics")
@signed_in
def desk_file(key: str) -> Response:
    """Return the rota of a desk as a calendar file without names, for viewers who may read the rota."""
    return _calendar(queries.get(current_viewer(), key), None)


def _calendar(desk: FocalPoint, member: int | None) -> Response:
    """Return the calendar file with the duty of `member`, or of everybody if `member` is None. Raises Overloaded if too
    many files are being made."""
    held = get_rota(desk.key)
    summary = _("On duty: %(desk)s", desk=name_of_desk(ANONYMOUS, desk, current_language()))
    if held is None:
        data = write_calendar(summary, [], clock.now())
    else:
        with slot():
            data = calendar_of(as_rota(desk, held), member, desk.key, summary, clock.now())
    headers = {"Cache-Control": "private, no-store", "X-Robots-Tag": "noindex"}
    return Response(data, mimetype="text/calendar", headers=headers)


@blueprint.route("/focal-points/<key>/rota/calendar/file", methods=["GET", "POST"])
@permits(Action.KEEP_ROTA)
def bring(key: str) -> ResponseReturnValue:
    """Ask for a calendar file, and show how it would change the rota. If the viewer then confirms, put the viewer on
    duty at the times of the file."""
    viewer, desk, form = current_viewer(), queries.get_staffed(current_viewer(), key), CalendarFileForm()
    held = queries.require_rota(desk)
    try:
        brought = _brought(form, held)
    except InvalidInput as refused:
        form.text.data = ""
        form.form_errors.append(refused.message)
        return form_page("rota_file", REFUSED, desk, form=form, times=[], preview=None)
    status = SHOWN
    if brought is not None:
        status = decide(
            form, desk, lambda: calendar_import.import_shifts(viewer, desk, brought, form.version.data or 0)
        )
    if status == DONE:
        return redirect(url_for("rotas.show", key=key), 303)
    return form_page("rota_file", status, desk, form=form, **_consequences(form, desk, held, brought))


def _page(desk: FocalPoint, made: str = "") -> ResponseReturnValue:
    lines = presenters.link_lines(queries.list_links(current_viewer().account_id, desk.key), current_language())
    return form_page("rota_calendar", SHOWN, desk, lines=lines, made=made, has_rota=get_rota(desk.key) is not None)


def _brought(form: CalendarFileForm, held: DeskRota) -> calendar_import.ImportedShifts | None:
    """Return the shifts in the uploaded calendar file, or None if no form was sent. Raises InvalidInput if the file is
    refused, and LimitReached if the viewer has sent too many files."""
    form.file.flags.required = True
    if not form.is_submitted():
        return None
    attempt_limits.count_attempt("file", current_viewer().account_id)
    data = form.file.data.read(LARGEST_CALENDAR_BYTES + 1) if form.file.data else _carried(form)
    form.text.data = base64.b64encode(data).decode()
    now = clock.now()
    brought = read_calendar(data, ZoneInfo(held.zone), now, now + READ_AHEAD)
    calendar_import.changes_of(current_viewer(), brought)
    # The page now contains the file, so no new file is required.
    form.file.flags.required = False
    return brought


def _carried(form: CalendarFileForm) -> bytes:
    try:
        data = base64.b64decode(form.text.data or "", validate=True)
    except (binascii.Error, ValueError):
        data = b""
    if not data:
        raise InvalidInput(_l("Choose a file."))
    return data


def _consequences(
    form: CalendarFileForm, desk: FocalPoint, held: DeskRota, brought: calendar_import.ImportedShifts | None
) -> dict[str, object]:
    viewer = current_viewer()
    if brought is None:
        return {"times": [], "preview": None}
    changes = [change for _uid, change in calendar_import.changes_of(viewer, brought)]
    replaced = calendar_import.list_replaced(held, viewer, brought)
    times = presenters.brought_times(changes, held.zone, queries.own_zone(viewer), current_language())
    preview = preview_of(form, desk, lambda _rota: with_changes(as_rota(desk, held, without=replaced), changes))
    return {"times": times, "preview": preview}
