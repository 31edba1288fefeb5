"""Pages of imports and exports: upload a file, read the outcomes of its rows, approve or refuse an import, and download
files."""

from typing import Any

from flask import Blueprint, Response, jsonify, redirect, render_template, request, url_for
from werkzeug.wrappers import Response as BaseResponse

from directory.access.current_viewer import current_viewer, permits
from directory.access.disclosure_log import begin_file
from directory.access.policy import Action
from directory.accounts.attempt_limits import count_attempt
from directory.errors import NotFound, PageOutdated
from directory.formats.tables import MEDIA_TYPES
from directory.i18n import current_language
from directory.imports import presenters, queries, service
from directory.imports.columns import EMPTIED, template_headings
from directory.imports.explanations import EMPTY, explain
from directory.imports.exporting import template
from directory.imports.forms import FileForm
from directory.imports.refused_rows import refused_table
from directory.imports.row_presenter import OUTCOMES
from directory.models import ImportBatch
from directory.paging import page_number
from directory.transaction import committing
from directory.web.concurrency_limit import slot

blueprint = Blueprint("imports", __name__)
Answer = str | BaseResponse | tuple[str, int]

ACTS = {
    "check": service.check_again,
    "approve": service.approve,
    "withdraw": service.withdraw,
}


@blueprint.errorhandler(PageOutdated)
def show_anew(outdated: PageOutdated) -> Answer:
    """Show the present version of an import after a decision on an outdated version. The typed reason is kept."""
    batch = queries.get(current_viewer(), str((request.view_args or {})["batch_id"]))
    return _page(batch, "", message=outdated.message, reason=request.form.get("reason", "")), 409


@blueprint.errorhandler(service.DoubtsUnconfirmed)
def ask_to_confirm(unconfirmed: service.DoubtsUnconfirmed) -> Answer:
    """Show an import again, and say that its author must confirm the values that look wrong."""
    batch = queries.get(current_viewer(), str((request.view_args or {})["batch_id"]))
    return _page(batch, "", message=unconfirmed.message), 400


@blueprint.get("/imports")
@permits(Action.IMPORT)
def index() -> str:
    """Show how to import and export a file, and the imports that the viewer uploaded or may decide."""
    return _index(FileForm())


@blueprint.post("/imports")
@permits(Action.IMPORT)
def upload() -> Answer:
    """Store a file, have it checked, and redirect to the import. Each upload counts toward the account's limit of
    files."""
    count_attempt("file", current_viewer().account_id)
    form = FileForm()
    if not form.validate_on_submit():
        return _index(form), 400
    with committing():
        batch = service.take_in(current_viewer(), form.file.data.filename or "", form.file.data.read())
    return redirect(url_for(".show", batch_id=batch.id), 303)


@blueprint.get("/imports/template.<any(csv, xlsx):ending>")
@permits(Action.IMPORT)
def empty_file(ending: str) -> Response:
    """Send a file with headings and no rows. An XLSX file also explains its columns."""
    return _file(f"template.{ending}", template(ending, current_language()))


@blueprint.post("/imports/exports")
@permits(Action.IMPORT)
def ask_for_export() -> BaseResponse:
    """Queue an export, and redirect to its progress. Each request counts toward the account's limit of files.

    Raises NotFound for an ending that is not offered, LimitReached after too many files, and CeilingReached if the
    account has reached its daily ceiling of disclosures.
    """
    count_attempt("file", current_viewer().account_id)
    ending = request.form.get("ending", "")
    if ending not in MEDIA_TYPES:
        raise NotFound
    begin_file(current_viewer())
    with committing():
        job = service.ask_for_export(current_viewer(), ending)
    return redirect(url_for(".show_export", job_id=job.public_id), 303)


@blueprint.get("/imports/exports/<job_id>")
@permits(Action.IMPORT)
def show_export(job_id: str) -> str:
    """Show the progress of an export, and a link to its file."""
    job = queries.get_export(current_viewer(), job_id)
    return render_template("imports/export.html", job_id=job_id, progress=presenters.progress(job), state=job.state)


@blueprint.get("/imports/exports/<job_id>/progress")
@permits(Action.IMPORT)
def export_progress(job_id: str) -> Response:
    """Send the progress of an export as JSON."""
    return _progress(presenters.progress(queries.get_export(current_viewer(), job_id)))


@blueprint.get("/imports/exports/<job_id>/file")
@permits(Action.IMPORT)
def exported_file(job_id: str) -> Response:
    """Send the file of an export."""
    file = queries.get_file(queries.get_export(current_viewer(), job_id))
    return _file(file.name, file.content)


@blueprint.get("/imports/<batch_id>")
@permits(Action.IMPORT)
def show(batch_id: str) -> str:
    """Show an import: its progress, the outcomes of its rows, and the actions that the viewer may take."""
    batch = queries.get(current_viewer(), batch_id)
    outcome = request.args.get("outcome", "")
    if outcome and outcome not in OUTCOMES:
        raise NotFound
    return _page(batch, outcome)


@blueprint.get("/imports/<batch_id>/progress")
@permits(Action.IMPORT)
def progress(batch_id: str) -> Response:
    """Send the progress of the work on an import as JSON."""
    return _progress(presenters.progress(queries.get(current_viewer(), batch_id).job))


@blueprint.get("/imports/<batch_id>/report.csv")
@permits(Action.IMPORT)
def report(batch_id: str) -> Response:
    """Send the outcome of every row as a file."""
    viewer = current_viewer()
    return _file("report.csv", presenters.report(viewer, queries.get(viewer, batch_id)))


@blueprint.get("/imports/<batch_id>/refused.<any(csv, xlsx):ending>")
@permits(Action.IMPORT)
def refused(batch_id: str, ending: str) -> Response:
    """Send the refused rows of the viewer's own import as a file to correct. Each file counts toward the account's
    limit of files.

    Raises NotFound for another person's import, and Overloaded if too many files are being made.
    """
    batch = queries.get(current_viewer(), batch_id)
    if not queries.is_author(current_viewer(), batch):
        raise NotFound
    with slot():
        count_attempt("file", current_viewer().account_id)
        return _file(f"refused.{ending}", refused_table(batch, ending))


@blueprint.post("/imports/<batch_id>/<any(check, submit, approve, withdraw):act>")
@permits(Action.IMPORT)
def act(batch_id: str, act: str) -> BaseResponse:
    """Check an import again, submit, approve or withdraw it, as `act` says.

    An approval raises PageOutdated if the page showed another version.
    """
    with committing():
        batch = queries.get(current_viewer(), batch_id)
        if act == "approve":
            service.require_version(batch, request.form.get("version", ""))
        if act == "submit":
            service.submit(current_viewer(), batch, confirms_doubts="checked" in request.form)
        else:
            ACTS[act](current_viewer(), batch)
    return redirect(url_for(".show", batch_id=batch_id), 303)


@blueprint.post("/imports/<batch_id>/refuse")
@permits(Action.IMPORT)
def refuse(batch_id: str) -> BaseResponse:
    """Refuse an import, with a reason for its author. Raises PageOutdated if the page showed another version."""
    with committing():
        batch = queries.get(current_viewer(), batch_id)
        service.require_version(batch, request.form.get("version", ""))
        service.refuse(current_viewer(), batch, request.form.get("reason", ""))
    return redirect(url_for(".show", batch_id=batch_id), 303)


def _index(form: FileForm) -> str:
    viewer, language = current_viewer(), current_language()
    own, waiting = queries.list_own(viewer, page_number(request.args)), queries.list_waiting(viewer)
    lines = {"own": presenters.lines(own.rows, language), "waiting": presenters.lines(waiting, language)}
    exports = presenters.export_lines(queries.list_exports(viewer))
    told = {"columns": list(explain(template_headings())), "empty": str(EMPTY) % {"word": EMPTIED}}
    return render_template(
        "imports/index.html", form=form, page=own.page, pages=own.pages, exports=exports, **lines, **told
    )


def _page(batch: ImportBatch, outcome: str, **told: Any) -> str:
    rows = queries.list_rows(batch, outcome, page_number(request.args))
    page = presenters.page(current_viewer(), batch, rows, outcome, current_language())
    return render_template("imports/show.html", page=page, **told)


def _progress(how: presenters.ImportProgress) -> Response:
    return jsonify(at_work=how.is_at_work, done=how.done, total=how.total)


def _file(name: str, content: bytes) -> Response:
    response = Response(content, mimetype=MEDIA_TYPES[name.rpartition(".")[2]])
    response.headers.set("Content-Disposition", "attachment", filename=name)
    return response
