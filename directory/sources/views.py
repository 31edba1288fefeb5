"""Pages for the changes of source pages, and for the official tables that the site reads."""

from flask import Blueprint, redirect, render_template, request, url_for
from flask.typing import ResponseReturnValue

from directory.access.current_viewer import current_viewer, permits
from directory.access.policy import Action, may_somewhere
from directory.forms import run_on_submit, status_of
from directory.i18n import current_language
from directory.paging import page_number
from directory.sources import presenters, queries, service, tables
from directory.sources.forms import NewTableForm, TableForm, form_values, treaty_choices
from directory.sources.messages import COLUMNS_WRONG
from directory.transaction import committing
from directory.vocabulary import SOURCE_FIELDS

blueprint = Blueprint("sources", __name__)


@blueprint.get("/sources")
@permits(Action.VERIFY)
def index() -> str:
    """List the unsettled changes in the viewer's scope, the newest first."""
    viewer = current_viewer()
    page = presenters.list_page(viewer, page_number(request.args), current_language())
    may_administer = may_somewhere(viewer, Action.ADMINISTER)
    return render_template("sources/index.html", page=page, may_administer=may_administer)


@blueprint.post("/sources/<change_id>")
@permits(Action.VERIFY)
def settle(change_id: str) -> ResponseReturnValue:
    """Settle a change. Answer 404 if the change is out of the viewer's scope, and 409 if it is settled already."""
    viewer = current_viewer()
    with committing():
        service.settle(viewer, queries.get(viewer, change_id))
    return redirect(url_for(".index"), 303)


@blueprint.get("/sources/tables")
@permits(Action.ADMINISTER)
def list_tables() -> str:
    """List the official tables that the site reads, with the result of the last reading of each."""
    lines = presenters.table_lines(queries.list_tables(), current_language())
    return render_template("sources/tables.html", lines=lines)


@blueprint.route("/sources/tables/new", methods=["GET", "POST"])
@permits(Action.ADMINISTER)
def new_table() -> ResponseReturnValue:
    """Show the form for a new official table, or add the table."""
    form = NewTableForm()
    form.treaty.choices = treaty_choices(current_language())
    if run_on_submit(form, lambda: tables.add(current_viewer(), form.name.data, form.values())):
        return redirect(url_for(".list_tables"), 303)
    return _form_page(form, "")


@blueprint.route("/sources/tables/<name>", methods=["GET", "POST"])
@permits(Action.ADMINISTER)
def edit_table(name: str) -> ResponseReturnValue:
    """Show the form of an official table, or change the table. Answer 404 if there is no such table."""
    form = TableForm(data=form_values(queries.get_table(name)))
    form.treaty.choices = treaty_choices(current_language())
    if run_on_submit(form, lambda: tables.change(current_viewer(), queries.get_table(name), form.values())):
        return redirect(url_for(".list_tables"), 303)
    return _form_page(form, name)


@blueprint.post("/sources/tables/<name>/remove")
@permits(Action.ADMINISTER)
def remove_table(name: str) -> ResponseReturnValue:
    """Remove an official table."""
    with committing():
        tables.remove(current_viewer(), queries.get_table(name))
    return redirect(url_for(".list_tables"), 303)


def _form_page(form: TableForm, name: str) -> tuple[str, int]:
    shown = {"form": form, "name": name, "fields": SOURCE_FIELDS, "columns_hint": COLUMNS_WRONG}
    return render_template("sources/table.html", **shown), status_of(form)
