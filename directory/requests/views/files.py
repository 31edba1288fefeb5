"""Table files of the docket: import, export, and what is pending between two States."""

from flask import Blueprint, Response, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue
from flask_babel import gettext as _
from flask_babel import ngettext

from directory import clock
from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action
from directory.accounts.attempt_limits import count_attempt
from directory.addresses import address_in_mail
from directory.errors import NotFound
from directory.formats.cells import FileUnreadable
from directory.formats.papers import Paper
from directory.formats.tables import MEDIA_TYPES, read_table, write_table
from directory.forms import run_on_submit, status_of
from directory.i18n import current_language
from directory.jurisdictions.queries import list_jurisdictions
from directory.requests.columns import IMPORTED
from directory.requests.forms import RequestTableForm
from directory.requests.presenters import tables
from directory.requests.queries.entries import find_held
from directory.requests.service import entering
from directory.requests.service.importing import MOST_ROWS, ReadTable, RowFault, TableReader
from directory.requests.views.pages import read_filter
from directory.web.concurrency_limit import slot
from directory.web.paper_files import pdf_of

blueprint = Blueprint("request_files", __name__)
MOST_FAULTS = 200


@blueprint.route("/requests/import", methods=["GET", "POST"])
@permits(Action.KEEP_DOCKET)
def bring() -> ResponseReturnValue:
    """Show the form for a file of requests. If a file was sent, enter all its requests or, if anything is wrong in it,
    none, and name the faults. Each file counts toward the account's limit of files of requests."""
    viewer, form, faults, known = current_viewer(), RequestTableForm(), list[RowFault](), 0
    if request.method == "POST":
        count_attempt("docket_file", viewer.account_id)
    entering.require_office(viewer)
    if form.validate_on_submit():
        table = _read(form)
        if table is not None and not table.faults:
            new, known = table.requests, 0 if form.again.data else entering.count_known(viewer, table.requests)
            if known and not find_held(viewer, form.key.data or ""):
                form.form_errors.append(_known_already(known))
            elif run_on_submit(form, lambda: entering.enter_all(viewer, new, form.key.data or "")):
                return redirect(url_for("requests.index", sort="number"), 303)
        elif table is not None:
            faults = table.faults
            form.form_errors.append(_("Nothing was imported. Correct the file and send it again."))
    shown = {"faults": faults[:MOST_FAULTS], "faults_in_all": len(faults), "known": known}
    page = render_template("requests/import.html", form=form, columns=IMPORTED, most=MOST_ROWS, **shown)
    return page, status_of(form)


@blueprint.get("/requests/template.<any(csv, xlsx):ending>")
@permits(Action.KEEP_DOCKET)
def empty_file(ending: str) -> Response:
    """Send a file with the headings of an import and no rows."""
    return _file("requests-template", ending, [list(IMPORTED)])


@blueprint.get("/requests/export.<any(csv, xlsx):ending>")
@permits(Action.KEEP_DOCKET)
def export(ending: str) -> Response:
    """Send the list as a file, with its filter. Raises LimitReached if the account has sent and taken too many files of
    requests, and Overloaded if too many files are being made."""
    count_attempt("docket_file", current_viewer().account_id)
    with slot():
        return _file("requests", ending, list(tables.exported_rows(current_viewer(), read_filter(request.args))))


@blueprint.get("/requests/pending/<code>.<any(pdf, xlsx):ending>")
@permits(Action.KEEP_DOCKET)
def pending(code: str, ending: str) -> Response:
    """Send what is pending between the viewer's State and another one, for their next meeting. Raises NotFound without
    a State or for an unknown one, and as `pdf_of` does."""
    viewer, language = current_viewer(), current_language()
    states = {one.key for one in list_jurisdictions()} - {viewer.jurisdiction}
    if not viewer.jurisdiction or code not in states:
        raise NotFound
    count_attempt("docket_file", viewer.account_id)
    if ending == "xlsx":
        with slot():
            rows = tables.pending_rows(tables.pending_lines(viewer, code, language))
            return _file(f"pending-{code}", ending, list(rows))

    def make() -> Paper:
        title, address = tables.pending_title(viewer, code, language), address_in_mail(language, "requests")
        return tables.pending_paper(tables.pending_lines(viewer, code, language), title, clock.now(), language, address)

    return pdf_of(make, f"pending-{code}")


def _known_already(number: int) -> str:
    return str(
        ngettext(
            "Nothing was imported: %(num)s request of the file stands in your list already, with the same State, "
            "measure, offence and day. Tick the box to enter it again.",
            "Nothing was imported: %(num)s requests of the file stand in your list already, with the same State, "
            "measure, offence and day. Tick the box to enter them again.",
            number,
        )
    )


def _read(form: RequestTableForm) -> ReadTable | None:
    """Return what the file holds. If it cannot be read, add an error to its field and return None."""
    try:
        with slot():
            return TableReader(current_viewer()).read(read_table(form.file.data.filename or "", form.file.data.read()))
    except FileUnreadable as unreadable:
        form.file.errors = [str(unreadable.message) % unreadable.values]
        return None


def _file(name: str, ending: str, rows: list[list[str]]) -> Response:
    response = Response(write_table(ending, [("requests", rows)]))
    response.headers["Content-Type"] = MEDIA_TYPES[ending]
    response.headers["Content-Disposition"] = f'attachment; filename="{name}.{ending}"'
    return response
